package io.understudy.ha.custody;

import java.time.Duration;

/**
 * A session with ZooKeeper as another process can take it up.
 *
 * @param session its id
 * @param password ZooKeeper's, in hex digits; never printed
 * @param timeout that ZooKeeper granted
 */
public record Ticket(long session, String password, Duration timeout) {

    /** Without the password. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(session);
    }
}
