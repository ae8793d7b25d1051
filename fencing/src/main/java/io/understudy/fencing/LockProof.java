package io.understudy.fencing;

/** How a candidate shows that it may raise the epoch. An argument of winning a term, checked by the adapter. */
public sealed interface LockProof {

    /**
     * The election's lock is an ephemeral node of the very session on which the term is won. Checked after the epoch was
     * read and before it is raised.
     */
    record HeldLock() implements LockProof {}

    /**
     * There is no lock on this session (the service alone, or an external failover controller): the compare-and-set of
     * the epoch makes the term, and whoever wins it waits one full session timeout before the gate opens, so that the
     * lease of an earlier term is over.
     */
    record CompareAndSet() implements LockProof {}
}
