package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import java.util.Optional;

/** What the gateway asks of the node it stands in. Any thread may ask; no answer costs I/O. */
public interface Office {

    /** The epoch in which this node may answer at this very moment; empty unless its gate is open. */
    Optional<Epoch> open();

    /** Whether this node holds the lock, serving or not yet. */
    boolean holdsLock();
}
