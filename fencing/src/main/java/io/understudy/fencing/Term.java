package io.understudy.fencing;

import java.time.Instant;

/**
 * A term of office: won once, on one ZooKeeper session, by one incarnation of one node.
 *
 * @param store the store in which it was won
 * @param epoch its number
 * @param fence version of the epoch's znode that every write of this term checks
 * @param node the node in office
 * @param incarnation the process in office
 * @param session id of the ZooKeeper session on which it was won; a lock on any other session makes another term
 * @param since when it was won, by ZooKeeper's clock
 * @param ids the block of session ids reserved with it
 * @param format the format of the store that it writes
 */
public record Term(
        StoreIdentity store,
        Epoch epoch,
        int fence,
        String node,
        String incarnation,
        long session,
        Instant since,
        IdBlock ids,
        int format) {

    @Override
    public String toString() {
        return "epoch " + epoch + " of " + node;
    }
}
