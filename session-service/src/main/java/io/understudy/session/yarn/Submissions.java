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
 * Submits command batches. A submission is sent once; then the ResourceManager is asked until it has stored the
 * application, since one that is killed before forgets it. Nothing is sent again: the caller may, after it has looked at
 * its gate. Any thread; replies come on threads of the calls.
 */
final class Submissions {

    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(15);
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final BoundedCalls calls;
    private final ResourceManager resourceManager;
    private final CommandContext contexts;
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
            YarnConfiguration configuration) {
        this.calls = calls;
        this.resourceManager = resourceManager;
        this.contexts = contexts;
        this.failsOver = HAUtil.isHAEnabled(configuration) || HAUtil.isFederationEnabled(configuration);
    }

    void submit(CommandSubmission command, Consumer<Submitted> reply) {
        ApplicationId id = YarnIds.toYarn(command.application());
        long before = Math.max(id.getClusterTimestamp(), resourceManager.newestTimestamp());
        calls.call(SEND_LIMIT, () -> send(command), Submissions::unknown, sent -> {
            if (sent instanceof Submitted.Accepted || sent instanceof Submitted.Unknown) {
                confirm(id, before, sent, System.nanoTime() + CONFIRM_LIMIT.toNanos(), reply);
            } else {
                reply.accept(sent);
            }
        });
    }

    /** What can be said from the sending alone; Accepted means that the ResourceManager has taken it, not yet stored it. */
    private Submitted send(CommandSubmission command) {
        ApplicationSubmissionContext context;
        try {
            context = contexts.of(command);
        } catch (RefusedByUs e) {
            return new Submitted.Rejected(Words.of(e));
        } catch (IOException | RuntimeException e) {
            return new Submitted.NotSent("its files cannot be reached: " + Words.of(e));
        }
        try {
            resourceManager.submit(context);
            return new Submitted.Accepted();
        } catch (ConnectException e) {
            return failsOver ? unknown(e) : new Submitted.NotSent(Words.of(e));
        } catch (AccessControlException e) {
            return new Submitted.Rejected(Words.of(e));
        } catch (IOException e) {
            return unknown(e);
        } catch (YarnException e) {
            return isThereAlready(e) ? new Submitted.Accepted() : new Submitted.Rejected(Words.of(e));
        }
    }

    private void confirm(ApplicationId id, long before, Submitted sent, long deadline, Consumer<Submitted> reply) {
        calls.call(LOOK_LIMIT, () -> look(id, before), problem -> Optional.<Submitted>empty(), seen -> {
            if (seen.isPresent()) {
                reply.accept(seen.get());
            } else if (System.nanoTime() - deadline > 0) {
                reply.accept(new Submitted.Unknown(
                        sent instanceof Submitted.Unknown unknown
                                ? unknown.why()
                                : "YARN took it and did not say that it has stored it"));
            } else {
                calls.later(LOOK_AGAIN, () -> confirm(id, before, sent, deadline, reply));
            }
        });
    }

    /** Empty while it cannot be told. */
    private Optional<Submitted> look(ApplicationId id, long before) throws IOException, YarnException {
        Optional<ApplicationReport> report = resourceManager.report(id);
        if (report.isEmpty() && resourceManager.clusterTimestamp() != before) {
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
