package io.understudy.fencing;

import java.util.function.Consumer;

/**
 * Raises the fence: wins a term for a candidate, on one ZooKeeper session.
 *
 * <p>One instance belongs to one session. Calls return at once; the reply comes exactly once, within the adapter's
 * deadline, on a thread of the adapter, and must not block.
 */
public interface Fence {

    /**
     * Wins the next epoch: reads the epoch with its version, checks the proof, then raises it in one transaction
     * together with the history record and a block of ids. A lost race begins again while the proof holds. An unknown
     * outcome is resolved by a barrier and reading; it is a victory only if the epoch names this candidate's incarnation
     * and session.
     *
     * @param memory what this node remembers of the store; {@link StoreMemory#NOTHING} on a first start
     */
    void raise(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply);

    /** What became of an attempt to win a term. */
    sealed interface Raised {

        /**
         * The term is won, durably.
         *
         * @param store the door to the store for this term
         */
        record Won(FencedStore store) implements Raised {}

        /** The lock is not (any longer) of this session. */
        record LockNotHeld(String why) implements Raised {}

        /**
         * This node must not lead this store: it was wiped, restored or replaced, needs a newer build or belongs to
         * another YARN cluster.
         *
         * @param why a sentence for the operator: what, why, what to do
         */
        record Refused(String why) implements Raised {}

        /** The lock was taken during a pause, and not by a node that may win a term then. */
        record Paused(String why) implements Raised {}

        /** Not won as far as anybody knows: the connection was lost, or the deadline passed. */
        record Failed(String why) implements Raised {}
    }
}
