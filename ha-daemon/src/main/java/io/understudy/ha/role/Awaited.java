package io.understudy.ha.role;

import io.understudy.fencing.Epoch;

/** Facts that a node which steps down still waits for. */
public sealed interface Awaited {

    /** The service has stopped. */
    record ServiceStop() implements Awaited {}

    /** It stands in the store that nobody serves. Ordered once the service has stopped. */
    record Clearing(Epoch epoch) implements Awaited {}

    /** The lock is given up. */
    record Release() implements Awaited {}
}
