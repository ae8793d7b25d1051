package io.understudy.fencing;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one door to the store, for one term. Every write is one transaction that checks the epoch first.
 *
 * <p>Paths are relative to the cluster's root ({@code sessions/0a/0000000010}). Any thread may call. Calls return at
 * once; each reply comes exactly once, within the store's deadline, on a thread of the adapter: it must enqueue and
 * return. Each write is applied whole or not at all; writes that share a path are applied in the order in which they were
 * handed in, each after the outcome of the one before. Others may share a transaction or overtake each other: whoever
 * needs one write done before another waits for its reply.
 */
public interface FencedStore extends StoreReading {

    /**
     * The most bytes that one write may hand in, paths and data of all its operations together. ZooKeeper takes 1 MiB
     * in one request and drops the connection of whoever sends more.
     */
    int MAX_WRITE_BYTES = 900 * 1024;

    /** The term that this door belongs to. */
    Term term();

    /** The negotiated timeout of the term's ZooKeeper session. */
    Duration sessionTimeout();

    /**
     * Writes all of {@code ops} or nothing, if this term is still in office. An outcome that the connection left open is
     * resolved by the adapter (barrier, read, same operations again) as long as its session lives; only then
     * {@link WriteOutcome.Unknown} is the answer.
     *
     * @throws IllegalArgumentException if {@code ops} hold more than {@link #MAX_WRITE_BYTES}, or touch the epoch
     */
    void write(List<WriteOp> ops, Consumer<WriteOutcome> reply);

    /**
     * Reads the nodes at {@code paths}, in their order: what was acknowledged before is seen, what is still to be answered
     * perhaps. The adapter splits and halves batches that would be too large for one answer. Fails when nothing was heard
     * for the length of the store's deadline.
     */
    @Override
    void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply);

    /**
     * A transaction that checks the epoch and writes nothing: proves to the quorum that this term is in office. Sent on
     * the same connection as the writes and in order with them.
     */
    void heartbeat(Consumer<WriteOutcome> reply);

    /**
     * When the last acknowledged write or heartbeat had been sent, as {@link System#nanoTime()}. The lease counts from
     * here.
     */
    long acknowledgedAt();

    /**
     * Ends the use of this door: writes in flight are answered {@link WriteOutcome.Unknown}, later calls
     * {@link WriteOutcome.Deposed} or {@link ReadOutcome.Failed}. Does not close the ZooKeeper session.
     */
    void close();

    /**
     * A copy of {@code ops} as every door takes them.
     *
     * @throws IllegalArgumentException as {@link #write} does
     */
    static List<WriteOp> permitted(List<WriteOp> ops) {
        long bytes = 0;
        for (WriteOp op : ops) {
            bytes += op.bytes();
            if (op.path().equals(StorePaths.EPOCH)) {
                throw new IllegalArgumentException("nothing but the winning of a term writes the epoch");
            }
        }
        if (bytes > MAX_WRITE_BYTES) {
            throw new IllegalArgumentException(
                    "a write of " + bytes + " bytes; ZooKeeper takes up to " + MAX_WRITE_BYTES);
        }
        return List.copyOf(ops);
    }
}
