package io.understudy.fencing;

import java.util.UUID;

/**
 * Which store this is, whatever its address: a ZooKeeper that was wiped and set up again has another one.
 *
 * @param uuid drawn when the store was created
 */
public record StoreIdentity(UUID uuid) {

    /** The first eight hex digits, as they stand in YARN tags. */
    public String brief() {
        return uuid.toString().substring(0, 8);
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
