package io.understudy.ha.custody.zookeeper;

import io.understudy.ha.custody.Ticket;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.zookeeper.ZooKeeper;

/** Makes tickets. */
public final class Tickets {

    private Tickets() {}

    /** The ticket of a session that is connected. */
    public static Ticket of(ZooKeeper session) {
        return new Ticket(
                session.getSessionId(),
                HexFormat.of().formatHex(session.getSessionPasswd()),
                Duration.ofMillis(session.getSessionTimeout()));
    }
}
