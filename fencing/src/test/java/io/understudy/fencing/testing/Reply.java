package io.understudy.fencing.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A reply to wait for. A second reply is an error. */
public final class Reply<T> implements Consumer<T> {

    private static final int DEADLINE_SECONDS = 60;

    private final CompletableFuture<T> value = new CompletableFuture<>();
    private volatile boolean twice;

    @Override
    public void accept(T answer) {
        if (!value.complete(answer)) {
            twice = true;
        }
    }

    /** Whether it was given. */
    public boolean isGiven() {
        return value.isDone();
    }

    /** Waits for the reply. */
    public T await() {
        try {
            T answer = value.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (twice) {
                throw new AssertionError("replied twice, first: " + answer);
            }
            return answer;
        } catch (TimeoutException e) {
            throw new AssertionError("no reply within " + DEADLINE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
