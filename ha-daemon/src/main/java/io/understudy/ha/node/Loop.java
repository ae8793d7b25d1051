package io.understudy.ha.node;

import java.time.Duration;
import java.time.Instant;

/**
 * One thread and its clocks: everything that a node decides happens here, one task after another. A port, so that a
 * simulation can be the thread and the time.
 */
public interface Loop {

    /** Runs {@code task} on the loop's thread, after those handed in before. Any thread may call. */
    void execute(Runnable task);

    /** Runs {@code task} on the loop's thread after {@code wait}. */
    Timer after(Duration wait, Runnable task);

    /** A monotonic clock in nanoseconds, the one that {@link io.understudy.fencing.FencedStore#acknowledgedAt()} uses. */
    long nanoTime();

    /** The time of day, to show. */
    Instant now();

    /** A task that waits. */
    interface Timer {

        /** The task does not run any more, if the loop's thread calls this before it began. */
        void cancel();
    }
}
