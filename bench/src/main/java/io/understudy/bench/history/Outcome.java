package io.understudy.bench.history;

/** What a client learned from one call. */
public sealed interface Outcome {

    /** The batch exists, by a create of this key or as it was looked at. */
    record Exists(long id, BatchState state) implements Outcome {}

    /** There is no such batch, or no longer. */
    record Absent() implements Outcome {}

    /** The batch is deleted, by this very request; now or before. */
    record Deleted() implements Outcome {}

    /** This very create made a batch that was deleted since. */
    record Gone() implements Outcome {}

    /** Nothing was done and nothing was said of the batch. */
    record Refused(String why) implements Outcome {}

    /** The call may take effect at any time after its beginning, or never. */
    record Unknown(String why) implements Outcome {}
}
