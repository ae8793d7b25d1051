package io.understudy.ha.membership;

/** What became of a change of a control record. */
public sealed interface ControlOutcome {

    /**
     * Durable.
     *
     * @param version of the record now; -1 if it was deleted
     */
    record Done(int version) implements ControlOutcome {}

    /** Nothing changed: there is such a record already, or none, or another version of it. */
    record Conflict() implements ControlOutcome {}

    /** Nobody can say: ZooKeeper did not answer. Look at {@link ControlBoard#controls()} later. */
    record Unknown(String why) implements ControlOutcome {}
}
