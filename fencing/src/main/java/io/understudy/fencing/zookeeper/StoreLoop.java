package io.understudy.fencing.zookeeper;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which answers of ZooKeeper are handled, one after the other. A task that fails is logged and the next
 * one runs. What comes after {@link #close} is dropped: close stores and sessions first.
 */
public final class StoreLoop implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreLoop.class);

    private final ScheduledThreadPoolExecutor executor;

    /** @param name of the thread */
    public StoreLoop(String name) {
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> guarded(task));
    }

    /** Runs {@code task} after {@code delay}, unless what is returned is run before. */
    public Runnable after(Duration delay, Runnable task) {
        Future<?> scheduled =
                executor.schedule(() -> guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Whether tasks are dropped. */
    public boolean isClosed() {
        return executor.isShutdown();
    }

    /** Runs what was handed in, drops what is scheduled, and ends. Does not wait. */
    @Override
    public void close() {
        executor.shutdown();
    }

    /** Closes, and waits until what was handed in has run, at most {@code limit}. */
    public void close(Duration limit) {
        close();
        try {
            if (!executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("An answer of ZooKeeper was not handled. This is a defect.", e);
        }
    }
}
