package io.understudy.session.service;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * The one thread that owns all sessions, with its clocks. Tasks run one after the other, in the order in which they were
 * handed in. Any thread may call.
 */
public interface Loop extends Executor {

    /** Runs {@code task} once {@code delay} has passed. */
    void after(Duration delay, Runnable task);

    /** A monotonic clock, in nanoseconds. */
    long nanoTime();

    /** This node's wall clock. ZooKeeper's counts wherever there is a choice. */
    Instant now();
}
