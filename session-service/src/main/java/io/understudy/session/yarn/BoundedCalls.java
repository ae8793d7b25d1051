package io.understudy.session.yarn;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs calls that may block on threads of its own, each under a deadline that counts from the moment it was asked for. A
 * late call is interrupted and its result is dropped. Any thread may use it.
 */
final class BoundedCalls implements AutoCloseable {

    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Starts without threads; they come with the calls.
     *
     * @param name of the threads
     * @param parallel how many calls run at once; more of them wait
     */
    BoundedCalls(String name, int parallel) {
        this.workers = Executors.newFixedThreadPool(parallel, threads(name));
        this.timer = new ScheduledThreadPoolExecutor(1, threads(name + "-deadline"));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs a call and replies exactly once; after {@link #close} at once, on the caller's thread.
     *
     * @param limit until when the reply has come, waiting for a thread included
     * @param failed makes the reply of what went wrong: what the call threw, or a {@link TimeoutException}
     * @param reply takes the result, on one of our threads
     */
    <T> void call(Duration limit, Callable<T> call, Function<Throwable, T> failed, Consumer<T> reply) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unusedReply = result.thenAccept(reply);
        try {
            Future<?> running = workers.submit(() -> result.complete(outcome(call, failed)));
            Future<?> deadline = timer.schedule(
                    () -> {
                        result.complete(failed.apply(new TimeoutException("no answer in " + limit.toSeconds() + " s")));
                        running.cancel(true);
                    },
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            var unusedEnd = result.thenRun(() -> deadline.cancel(false));
        } catch (RejectedExecutionException closed) {
            result.complete(failed.apply(new IllegalStateException("this node is stopping", closed)));
        }
    }

    /** Runs a step that does not block, later, on a thread of ours; after {@link #close} at once, on the caller's. */
    void later(Duration delay, Runnable step) {
        try {
            var unused = timer.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            step.run();
        }
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // An interrupt is our own deadline: its reply has gone out.
    private static <T> T outcome(Callable<T> call, Function<Throwable, T> failed) {
        try {
            return call.call();
        } catch (Throwable problem) {
            return failed.apply(problem);
        }
    }

    /** Ends the threads; calls that still run are interrupted. */
    @Override
    public void close() {
        workers.shutdownNow();
        timer.shutdownNow();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
