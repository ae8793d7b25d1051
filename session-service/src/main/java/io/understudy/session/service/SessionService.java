package io.understudy.session.service;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The service as its wrapper sees it: the daemon, or {@code bin/session-service}. Between {@code deactivate} and the next
 * {@code activate} it holds no state and answers nothing. One thread of the wrapper calls; replies come on a thread of
 * the service and must not block.
 */
public interface SessionService {

    /**
     * Reads all sessions of the store and begins to serve them. Replies once, when everything is loaded or it failed.
     * What is said to clients or to YARN still waits for the gate to open; YARN is reconciled in the background.
     */
    void activate(FencedStore store, Gate gate, Consumer<Activated> reply);

    /**
     * Ends what {@code activate} began; the gate is shut already. Waits for writes in flight, a bounded time, forgets
     * all sessions, then replies. Cheap when not active.
     */
    void deactivate(Runnable done);

    /** How many records activations have read so far: it grows while one goes on. */
    long progress();

    /** What an operator should know now, a sentence each; empty if all is well. */
    List<String> problems();

    /** What the service holds, as it was about a second ago; empty while it is not active. */
    Optional<Figures> figures();

    /** What the service is busy with, as it was about a second ago; empty while it is not active. */
    Optional<Workload> workload();

    /** The highest session id seen in this process, -1 if none. For the node's local memory. */
    int highestId();

    /** What became of an activation. */
    sealed interface Activated {

        /**
         * Everything is loaded.
         *
         * @param sessions how many sessions there are
         */
        record Ready(int sessions) implements Activated {}

        /** The store could not be read. */
        record Failed(String why) implements Activated {}
    }
}
