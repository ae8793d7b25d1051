package io.understudy.fencing;

import java.time.Instant;
import java.util.Optional;

/**
 * A node of the store as it was read.
 *
 * @param path relative to the cluster's root
 * @param content empty if there is no such node, or if it could not be read alone
 */
public record StoredNode(String path, Optional<Content> content) {

    /**
     * The content of a node.
     *
     * @param data its bytes, not copied
     * @param version its version
     * @param created when it was created, by ZooKeeper's clock
     * @param modified when it was last written, by ZooKeeper's clock
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(byte[] data, int version, Instant created, Instant modified) {}
}
