package io.understudy.fencing;

/** Whether a node may work with the store that it was pointed at. */
public sealed interface StoreState {

    /**
     * It is the store that the node knows, or the first it sees: the node may join the election.
     *
     * @param epoch the epoch in office
     * @param nextId the first session id that is not reserved
     */
    record Joinable(StoreIdentity store, Epoch epoch, int nextId) implements StoreState {}

    /** There is no store yet, and this node remembers none: it may be created. */
    record Absent() implements StoreState {}

    /**
     * The node must not join: the store was wiped, restored or replaced, needs a newer build, or belongs to another YARN
     * cluster.
     *
     * @param why sentences for the operator: what, why, what to do
     */
    record Refused(String why) implements StoreState {}

    /** Nobody can say now: ZooKeeper did not answer. */
    record Unreachable(String why) implements StoreState {}
}
