package io.understudy.ha.node;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A loop on a thread of its own. A task that throws is a fault of this program: it is told, and the thread goes on to
 * the next one, so that whoever is told can still end the process in good order. After {@link #close} nothing runs.
 */
public final class ThreadLoop implements Loop, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<Throwable> fault;

    /**
     * Starts the thread with the first task.
     *
     * @param name of the thread
     * @param fault told what a task has thrown, on the loop's thread
     */
    public ThreadLoop(String name, Consumer<Throwable> fault) {
        this.fault = fault;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        submit(task, Duration.ZERO);
    }

    @Override
    public Timer after(Duration wait, Runnable task) {
        return submit(task, wait);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Timer submit(Runnable task, Duration wait) {
        try {
            ScheduledFuture<?> future = executor.schedule(() -> guarded(task), wait.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error thrown) {
            fault.accept(thrown);
        }
    }
}
