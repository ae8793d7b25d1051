package io.understudy.session.service;

import io.understudy.fencing.StorePaths;
import io.understudy.session.SessionId;
import java.util.Arrays;

/**
 * How many records lie in each shard. ZooKeeper lists the children of a node in one answer, which a client takes up to a
 * size: one child too many, and the shard can never be listed again. Belongs to the loop.
 */
final class ShardSizes {

    /** Children with names of ten characters that fit into an answer of 1 MB, ZooKeeper's default; measured. */
    static final int LIMIT = 74_891;

    /** From here on an operator should know. */
    static final int WARNING = LIMIT / 2;

    private final int[] sizes = new int[StorePaths.SHARDS];

    /** Adds a record in its place. */
    void add(SessionId id) {
        sizes[shard(id)]++;
    }

    /** Adds a record wherever it stands. */
    void add(String path) {
        sizes[StorePaths.shard(path)]++;
    }

    /** Removes a record from its place. */
    void remove(SessionId id) {
        sizes[shard(id)]--;
    }

    int largest() {
        return Arrays.stream(sizes).max().orElse(0);
    }

    private static int shard(SessionId id) {
        return id.number() & (StorePaths.SHARDS - 1);
    }
}
