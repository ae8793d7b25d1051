package io.understudy.ha.node;

import io.understudy.fencing.StoreMemory;

/** This node's own memory of the store, which outlives the process. */
public interface Memory {

    /** What is remembered. Cheap. */
    StoreMemory recall();

    /** Remembers; returns at once, durable soon. A failure is reported, and the older memory stays. */
    void keep(StoreMemory memory);
}
