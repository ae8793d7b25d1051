package io.understudy.session.yarn;

import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster.Submitted;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Submits command batches. A submission is sent once, to a ResourceManager whose start is known; then that one is asked
 * until it has stored the application, since one that is killed before forgets it. Nothing is sent again: the caller may,
 * after it has looked at its gate. Any thread; replies come on threads of the calls.
 */
final class Submissions {

    private static final long NOBODY = 0;
    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(15);
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final BoundedCalls calls;
    private final ResourceManager resourceManager;
    private final CommandContext contexts;
    private final ProxyUsers users;
    private final boolean failsOver;

    /**
     * Submits nothing yet.
     *
     * @param configuration says whether there are several ResourceManagers; then Hadoop tries them in turn, and a refused
     *     connection to the last says nothing of the others
     */
    Submissions(
            BoundedCalls calls,
            ResourceManager resourceManager,
            CommandContext contexts,
            ProxyUsers users,
            YarnConfiguration configuration) {
        this.calls = calls;
        this.resourceManager = resourceManager;
        this.contexts = contexts;
        this.users = users;
        this.failsOver = HAUtil.isHAEnabled(configuration) || HAUtil.isFederationEnabled(configuration);
    }

    void submit(CommandSubmission command, Consumer<Submitted> reply) {
        ApplicationId id = YarnIds.toYarn(command.application());
        calls.call(SEND_LIMIT, () -> send(command), problem -> new Sent(unknown(problem), NOBODY), sent -> {
            if (sent.receiver() == NOBODY) {
                reply.accept(sent.outcome());
            } else {
                confirm(id, sent, System.nanoTime() + CONFIRM_LIMIT.toNanos(), reply);
            }
        });
    }

    private Sent send(CommandSubmission command) {
        try {
            ApplicationSubmissionContext context = contexts.of(command);
            return deliver(context, users.other(command.user()), resourceManager.clusterTimestamp());
        } catch (RefusedByUs e) {
            return new Sent(new Submitted.Rejected(Words.of(e)), NOBODY);
        } catch (IOException | YarnException | RuntimeException e) {
            return new Sent(new Submitted.NotSent(Words.of(e)), NOBODY);
        }
    }

    private Sent deliver(ApplicationSubmissionContext context, Optional<String> user, long receiver) {
        try {
            if (user.isPresent()) {
                users.submit(user.get(), context);
            } else {
                resourceManager.submit(context);
            }
            return new Sent(new Submitted.Accepted(), receiver);
        } catch (ConnectException e) {
            return failsOver ? new Sent(unknown(e), receiver) : new Sent(new Submitted.NotSent(Words.of(e)), NOBODY);
        } catch (AccessControlException e) {
            return new Sent(new Submitted.Rejected(Words.of(e)), NOBODY);
        } catch (IOException | RuntimeException e) {
            // Hadoop's proxies wrap what they did not expect into unchecked exceptions.
            return new Sent(unknown(e), receiver);
        } catch (YarnException e) {
            return isThereAlready(e)
                    ? new Sent(new Submitted.Accepted(), receiver)
                    : new Sent(new Submitted.Rejected(Words.of(e)), NOBODY);
        }
    }

    /**
     * What can be said from the sending alone.
     *
     * @param outcome Accepted means that the ResourceManager has taken it, not yet stored it
     * @param receiver the start of the ResourceManager that it was sent to; {@link #NOBODY} if there is nothing to confirm
     */
    private record Sent(Submitted outcome, long receiver) {}

    private void confirm(ApplicationId id, Sent sent, long deadline, Consumer<Submitted> reply) {
        calls.call(LOOK_LIMIT, () -> look(id, sent.receiver()), problem -> Optional.<Submitted>empty(), seen -> {
            if (seen.isPresent()) {
                reply.accept(seen.get());
            } else if (System.nanoTime() - deadline > 0) {
                reply.accept(new Submitted.Unknown(
                        sent.outcome() instanceof Submitted.Unknown unknown
                                ? unknown.why()
                                : "YARN took it and did not say that it has stored it"));
            } else {
                calls.later(LOOK_AGAIN, () -> confirm(id, sent, deadline, reply));
            }
        });
    }

    /** Empty while it cannot be told. */
    private Optional<Submitted> look(ApplicationId id, long receiver) throws IOException, YarnException {
        Optional<ApplicationReport> report = resourceManager.report(id);
        if (report.isEmpty() && resourceManager.clusterTimestamp() != receiver) {
            // Whatever the old one had in its queues is gone with it; what the new one says now is its own word.
            report = resourceManager.report(id);
            if (report.isEmpty()) {
                return Optional.of(new Submitted.NotSent(
                        "the ResourceManager was restarted before it had stored the application"));
            }
        }
        return report.filter(Submissions::isStored).map(stored -> new Submitted.Accepted());
    }

    private static boolean isStored(ApplicationReport report) {
        YarnApplicationState state = report.getYarnApplicationState();
        return state != YarnApplicationState.NEW && state != YarnApplicationState.NEW_SAVING;
    }

    private static boolean isThereAlready(YarnException refusal) {
        return Words.of(refusal).contains("already present");
    }

    private static Submitted unknown(Throwable problem) {
        return new Submitted.Unknown(Words.of(problem));
    }
}
