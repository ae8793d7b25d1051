package io.understudy.session.testing;

import io.understudy.session.ApplicationId;
import io.understudy.session.SparkArguments;
import io.understudy.session.SparkSubmission;
import io.understudy.session.service.SparkSubmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A spark-submit that does what a test foretells, on the host of one node. Any thread may call. */
public final class FakeSpark implements SparkSubmitter {

    private final Executor host;
    private final FakeCluster cluster;
    private final Deque<Conduct> forecast = new ArrayDeque<>();
    private final List<SparkSubmission> started = new ArrayList<>();
    private final Map<SparkSubmission, Consumer<Event>> running = new LinkedHashMap<>();

    /** What a run does. */
    public enum Conduct {
        /** It submits, says so and ends. */
        SUBMITS,
        /** It submits and ends, and says nothing. */
        SUBMITS_SILENTLY,
        /** It submits and says so, and goes on. */
        SUBMITS_AND_STAYS,
        /** It ends without having submitted. */
        FAILS,
        /** It goes on, until a test says more. */
        HANGS,
        /** There is no such program. */
        NOT_STARTED
    }

    /**
     * @param host carries calls and events
     * @param cluster where applications are made
     */
    public FakeSpark(Executor host, FakeCluster cluster) {
        this.host = host;
        this.cluster = cluster;
    }

    /** What the next runs do, one each; the others submit. */
    public synchronized void forecast(Conduct... conduct) {
        forecast.addAll(List.of(conduct));
    }

    /** All runs that were begun, in order. */
    public synchronized List<SparkSubmission> started() {
        return List.copyOf(started);
    }

    /** The runs that have not ended. */
    public synchronized List<SparkSubmission> running() {
        return List.copyOf(running.keySet());
    }

    @Override
    public void start(SparkSubmission submission, Consumer<Event> heard) {
        host.execute(() -> run(submission, heard));
    }

    @Override
    public void kill(SparkSubmission submission) {
        host.execute(() -> end(submission, "was killed because its batch was deleted", OptionalInt.empty()));
    }

    @Override
    public synchronized void finish(Duration patience) {
        running().forEach(run -> end(run, "was killed because its daemon stops", OptionalInt.empty()));
    }

    /** A run that hangs submits its application. */
    public synchronized ApplicationId submit(SparkSubmission submission) {
        return cluster.make("spark", tags(submission)).orElseThrow();
    }

    /** The tags that a run was given. */
    public static Set<String> tags(SparkSubmission submission) {
        return Set.of(submission.arguments().stream()
                .filter(argument -> argument.startsWith(SparkArguments.TAGS + "="))
                .findFirst()
                .orElseThrow()
                .substring(SparkArguments.TAGS.length() + 1)
                .split(","));
    }

    /** A run that hangs writes. */
    public synchronized void write(SparkSubmission submission, String... lines) {
        Consumer<Event> heard = Optional.ofNullable(running.get(submission)).orElseThrow();
        tell(heard, new Wrote(List.of(lines)));
    }

    /** A run that hangs comes to its end. */
    public synchronized void exit(SparkSubmission submission, int code) {
        end(submission, "exited with code " + code, OptionalInt.of(code));
    }

    private synchronized void end(SparkSubmission submission, String how, OptionalInt code) {
        Consumer<Event> heard = running.remove(submission);
        if (heard != null) {
            tell(heard, new Ended(how, code));
        }
    }

    private synchronized void run(SparkSubmission submission, Consumer<Event> heard) {
        Conduct conduct = forecast.isEmpty() ? Conduct.SUBMITS : forecast.remove();
        if (conduct == Conduct.NOT_STARTED) {
            tell(heard, new NotStarted("no such file"));
            return;
        }
        started.add(submission);
        running.put(submission, heard);
        switch (conduct) {
            case SUBMITS -> {
                say(submission);
                exit(submission, 0);
            }
            case SUBMITS_SILENTLY -> {
                submit(submission);
                exit(submission, 0);
            }
            case SUBMITS_AND_STAYS -> say(submission);
            case FAILS -> {
                write(submission, "Exception in thread main: no such class");
                exit(submission, 1);
            }
            default -> write(submission, "Connecting to ResourceManager");
        }
    }

    private void say(SparkSubmission submission) {
        ApplicationId application = submit(submission);
        write(submission, "Uploading resource for " + application, "Submitted application " + application);
    }

    private void tell(Consumer<Event> heard, Event event) {
        host.execute(() -> heard.accept(event));
    }
}
