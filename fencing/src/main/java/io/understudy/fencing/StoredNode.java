package io.understudy.fencing;

import java.time.Instant;
import java.util.Optional;

/**
 * A node of the store as it was read.
 *
 * @param path relative to the cluster's root
 * @param content empty if there is no such node, or if it could not be read
 * @param unread why it could not be read though others could; empty if it was read, or if there is no such node
 */
public record StoredNode(String path, Optional<Content> content, Optional<String> unread) {

    /** A node that was read. */
    public static StoredNode of(String path, Content content) {
        return new StoredNode(path, Optional.of(content), Optional.empty());
    }

    /** That there is none. */
    public static StoredNode missing(String path) {
        return new StoredNode(path, Optional.empty(), Optional.empty());
    }

    /** A node that is there and cannot be read. */
    public static StoredNode unreadable(String path, String why) {
        return new StoredNode(path, Optional.empty(), Optional.of(why));
    }

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
