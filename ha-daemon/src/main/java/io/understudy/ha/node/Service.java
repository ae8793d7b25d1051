package io.understudy.ha.node;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import java.util.function.Consumer;

/**
 * What a node keeps alive, as the node sees it. The node's thread calls, calls return at once, and replies come on any
 * thread and must not block.
 */
public interface Service {

    /**
     * Reads the store and gets ready to serve. Replies once, when everything is loaded or it failed. Whatever is said
     * or done outside waits for {@code gate}.
     */
    void activate(FencedStore store, Gate gate, Consumer<Activated> reply);

    /**
     * Ends what {@code activate} began, also while it is still under way: waits for writes in flight, a bounded time,
     * forgets everything, then replies once. Cheap when not active.
     */
    void deactivate(Runnable done);

    /** How much activations have read so far: it grows while one goes on. Any thread may ask. */
    long progress();

    /** The highest session id seen in this process, -1 if none. */
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
