package io.understudy.fencing;

/** What became of a read. */
public sealed interface ReadOutcome<T> {

    /** What stood in the store. */
    record Found<T>(T value) implements ReadOutcome<T> {}

    /** Could not be read. */
    record Failed<T>(String why) implements ReadOutcome<T> {}
}
