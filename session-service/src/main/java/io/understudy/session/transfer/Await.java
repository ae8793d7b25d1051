package io.understudy.session.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Waits for the one reply that a port promises within its deadline. */
final class Await {

    private Await() {}

    static <T> T reply(Consumer<Consumer<T>> call) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        call.accept(reply::complete);
        return reply.join();
    }
}
