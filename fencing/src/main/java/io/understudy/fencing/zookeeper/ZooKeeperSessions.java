package io.understudy.fencing.zookeeper;

import java.io.IOException;
import java.time.Duration;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions with one ZooKeeper, one after the other. An absence of ZooKeeper is logged once when it begins and once
 * when it ends, however many sessions it costs.
 */
public final class ZooKeeperSessions {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSessions.class);
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final ZooKeeperAddress address;
    private final StoreLoop loop;
    private boolean away;
    private boolean refused;
    private boolean timeoutTold;

    /** @param loop on which listeners hear; it must live longer than the sessions */
    public ZooKeeperSessions(ZooKeeperAddress address, StoreLoop loop) {
        this.address = address;
        this.loop = loop;
    }

    /**
     * Opens a session. Returns at once; the listener hears when it is connected.
     *
     * @throws IOException with a sentence for the operator, if the address is malformed
     */
    public ZooKeeperSession open(ZooKeeperSession.Listener listener) throws IOException {
        ZooKeeperSession session = new ZooKeeperSession(this, listener);
        session.open(address);
        loop.after(SILENCE, session::expectWord);
        return session;
    }

    StoreLoop loop() {
        return loop;
    }

    /** After that long without a connection a session is given up. */
    Duration longestAbsence() {
        return address.sessionTimeout().multipliedBy(2);
    }

    void noteConnected(ZooKeeper zooKeeper) {
        if (away) {
            away = false;
            LOG.info("ZooKeeper at {} is back.", address.connectString());
        }
        noteTimeout(zooKeeper.getSessionTimeout());
    }

    void noteAway() {
        if (!away) {
            away = true;
            LOG.warn("ZooKeeper at {} cannot be reached. Waiting for it.", address.connectString());
        }
    }

    void noteRefused() {
        if (!refused) {
            refused = true;
            LOG.error(
                    "ZooKeeper at {} does not accept this node's login or credentials. Correct them.",
                    address.connectString());
        }
    }

    private void noteTimeout(int grantedMs) {
        if (!timeoutTold && grantedMs != address.sessionTimeout().toMillis()) {
            timeoutTold = true;
            LOG.warn(
                    "ZooKeeper at {} grants a session timeout of {} ms, not {} ms: it allows 2 to 20 of its ticks.",
                    address.connectString(),
                    grantedMs,
                    address.sessionTimeout().toMillis());
        }
    }
}
