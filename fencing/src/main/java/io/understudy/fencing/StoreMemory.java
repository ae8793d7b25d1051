package io.understudy.fencing;

import java.util.Optional;

/**
 * What a node remembers of the store, in its own state directory: the guard against a ZooKeeper that was wiped or
 * restored from a backup.
 *
 * @param store the store this node has worked with; empty on a first start
 * @param epoch the highest epoch seen
 * @param highestId the highest session id seen, -1 if none
 */
public record StoreMemory(Optional<StoreIdentity> store, Epoch epoch, int highestId) {

    /** A first start. */
    public static final StoreMemory NOTHING = new StoreMemory(Optional.empty(), Epoch.NONE, -1);

    /** The memory after a term was seen. Never forgets a higher epoch or id. */
    public StoreMemory seen(StoreIdentity identity, Epoch seen, int id) {
        return new StoreMemory(Optional.of(identity), epoch.isBefore(seen) ? seen : epoch, Math.max(highestId, id));
    }
}
