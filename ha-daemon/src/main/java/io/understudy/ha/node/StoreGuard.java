package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import java.util.function.Consumer;

/**
 * Looks, before this node joins the election, whether it may lead the store at all, and that nobody uses it alone; sets
 * up a store where there is none.
 */
public interface StoreGuard {

    /** Returns at once; replies once, on any thread. */
    void check(StoreMemory memory, Consumer<Verdict> reply);

    /** What was found. */
    sealed interface Verdict {

        /** This node may lead it. */
        record Accepted(StoreIdentity store, Epoch epoch) implements Verdict {}

        /**
         * This node must not lead it.
         *
         * @param why a sentence for the operator: what, why, what to do
         */
        record Refused(String why) implements Verdict {}

        /** ZooKeeper does not answer. */
        record Unreachable(String why) implements Verdict {}
    }
}
