package io.understudy.session.service;

import io.understudy.session.SparkSubmission;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Runs spark-submit. A run belongs to this process: it does not outlive it, and no longer than its deadline.
 *
 * <p>Any thread may call. Calls return at once. The adapter never asks whether the caller is in office: the caller asks the
 * gate right before each call.
 */
public interface SparkSubmitter {

    /** That of a host without Spark. */
    SparkSubmitter NONE = new SparkSubmitter() {

        @Override
        public void start(SparkSubmission submission, Consumer<Event> heard) {
            heard.accept(new NotStarted("session.spark.home is not set"));
        }

        @Override
        public void kill(SparkSubmission submission) {
            // There is nothing that runs.
        }

        @Override
        public void finish(Duration patience) {
            // There is nothing that runs.
        }
    };

    /**
     * Starts a run.
     *
     * @param heard what becomes of it: {@link Wrote} any number of times, then exactly one {@link Ended} or
     *     {@link NotStarted}, after a bounded time; on a thread of the adapter: it must enqueue and return
     */
    void start(SparkSubmission submission, Consumer<Event> heard);

    /** Kills a run, if it still runs; its end is told as any other. */
    void kill(SparkSubmission submission);

    /**
     * Starts nothing any more, and returns once every run has ended and its end was told. Blocks.
     *
     * @param patience after which what still runs is killed
     */
    void finish(Duration patience);

    /** What is heard of a run. */
    sealed interface Event {}

    /** It wrote these lines, on either of its streams. */
    record Wrote(List<String> lines) implements Event {

        public Wrote {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The process is gone.
     *
     * @param how a sentence's end: "exited with code 1", "was killed after 600 s"
     * @param exitCode its own; empty if it was killed from here
     */
    record Ended(String how, OptionalInt exitCode) implements Event {}

    /** There never was a process. */
    record NotStarted(String why) implements Event {}
}
