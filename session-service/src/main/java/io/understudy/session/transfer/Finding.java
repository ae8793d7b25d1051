package io.understudy.session.transfer;

/**
 * Something that is wrong with a store.
 *
 * @param kind what kind of thing, for programs
 * @param path where, relative to the cluster's root
 * @param what a sentence for an operator
 */
public record Finding(Kind kind, String path, String what) {

    /** Kinds of findings. */
    public enum Kind {
        /** A node without which there is no whole store. */
        MISSING_NODE,
        /** A node where only records should be. */
        STRAY_NODE,
        /** A record that this build cannot read, or that ZooKeeper does not give. */
        UNREADABLE_RECORD,
        /** A record of a newer build. */
        NEWER_FORMAT,
        /** A record in a shard that is not its own. */
        WRONG_SHARD,
        /** Two sessions live under one name. */
        DOUBLE_NAME,
        /** Two sessions were ordered, or deleted, under one key. */
        DOUBLE_KEY,
        /** An id that was not given out yet. */
        ID_BEYOND_NEXT,
        /** A record or log that is larger than the store takes. */
        TOO_LARGE,
        /** A shard whose list of names grows towards what ZooKeeper can answer. */
        SHARD_FILLS_UP
    }
}
