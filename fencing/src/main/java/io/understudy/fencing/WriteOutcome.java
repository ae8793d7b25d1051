package io.understudy.fencing;

import java.util.List;

/** What became of a fenced write. */
public sealed interface WriteOutcome {

    /**
     * Durable.
     *
     * @param versions the version of each operation's node afterwards, in the operations' order; -1 for a deleted one
     */
    record Written(List<Integer> versions) implements WriteOutcome {}

    /**
     * Nothing was written, because of one operation. Concerns that node only; the term goes on.
     *
     * @param op index of the operation
     */
    record Conflict(int op, Cause cause) implements WriteOutcome {}

    /** Nothing was written: the epoch is another one. The term is over. */
    record Deposed(String why) implements WriteOutcome {}

    /** Nobody can say from here: the session or its connection was lost, or the deadline passed. */
    record Unknown(String why) implements WriteOutcome {}

    /** Why an operation was refused. */
    enum Cause {
        NODE_EXISTS,
        NO_NODE,
        BAD_VERSION,
        OTHER
    }
}
