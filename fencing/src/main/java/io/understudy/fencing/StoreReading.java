package io.understudy.fencing;

import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the store, or another part of its server. Needs no term and proves none: what is read was true at some moment
 * after the call, and never older than what was read on the same session before.
 *
 * <p>Paths are relative to a root. Any thread may call. Calls return at once; each reply comes exactly once, within the
 * adapter's deadline, on a thread of the adapter: it must enqueue and return.
 */
public interface StoreReading {

    /**
     * Reads the nodes at {@code paths}, in their order. The adapter splits and halves batches that would be too large for
     * one answer. Fails when nothing was heard for the length of its deadline.
     */
    void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply);

    /** Names of the children of {@code path}, in no order; none if it does not exist. */
    void children(String path, Consumer<ReadOutcome<List<String>>> reply);
}
