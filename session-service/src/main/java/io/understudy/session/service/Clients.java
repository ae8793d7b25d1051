package io.understudy.session.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The clients that wait for an answer, so that none is left without one when the office is left. Belongs to the loop. */
final class Clients {

    private final Set<Waiting<?>> waiting = new LinkedHashSet<>();

    /**
     * Takes a client in.
     *
     * @param atLast what is said if nothing else was, by the time the office is left
     * @return where the answer goes; only the first one is passed on
     */
    <T> Consumer<Reply<T>> admit(Consumer<Reply<T>> reply, T atLast) {
        Waiting<T> client = new Waiting<>(reply, atLast);
        waiting.add(client);
        return client::answer;
    }

    /** Answers everyone who still waits. */
    void dismiss() {
        List.copyOf(waiting).forEach(Waiting::dismiss);
    }

    private final class Waiting<T> {

        private final Consumer<Reply<T>> reply;
        private final T atLast;

        Waiting(Consumer<Reply<T>> reply, T atLast) {
            this.reply = reply;
            this.atLast = atLast;
        }

        void answer(Reply<T> said) {
            if (waiting.remove(this)) {
                reply.accept(said);
            }
        }

        void dismiss() {
            answer(Reply.always(atLast));
        }
    }
}
