package io.understudy.session.service;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread that owns all sessions, with its clock. Tasks run one after the other, in the order in which they were
 * handed in. Any thread may call.
 */
public interface Loop extends Executor {

    /** Runs {@code task} once {@code delay} has passed. */
    void after(Duration delay, Runnable task);

    /** A monotonic clock, in nanoseconds. */
    long nanoTime();
}
