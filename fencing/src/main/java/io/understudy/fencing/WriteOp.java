package io.understudy.fencing;

/** One operation of a fenced write. Paths are relative to the cluster's root. Data is not copied: hand it over. */
public sealed interface WriteOp {

    /** The node that it concerns. */
    String path();

    /** How much it adds to a request, roughly: its path and data. */
    default int bytes() {
        return path().length();
    }

    /** Creates a node that must not exist. Parents must exist. */
    @SuppressWarnings("ArrayRecordComponent")
    record Create(String path, byte[] data) implements WriteOp {

        @Override
        public int bytes() {
            return path.length() + data.length;
        }
    }

    /** Replaces the data of a node that must have {@code version}. */
    @SuppressWarnings("ArrayRecordComponent")
    record Update(String path, byte[] data, int version) implements WriteOp {

        public Update {
            requireVersion(version);
        }

        @Override
        public int bytes() {
            return path.length() + data.length;
        }
    }

    /** Deletes a node that must have {@code version}. */
    record Delete(String path, int version) implements WriteOp {

        public Delete {
            requireVersion(version);
        }
    }

    private static void requireVersion(int version) {
        if (version < 0) {
            throw new IllegalArgumentException("a version is not a wildcard: " + version);
        }
    }
}
