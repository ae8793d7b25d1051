package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperSession;
import io.understudy.fencing.zookeeper.ZooKeeperSession.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Always one ZooKeeper session: when it has ended another one is opened, with growing pauses. On the loop only. */
final class MemberSession {

    private static final Logger LOG = LoggerFactory.getLogger(MemberSession.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ZooKeeperAddress address;
    private final StoreLoop loop;
    private final Listener listener;
    private Optional<ZooKeeperSession> session = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private boolean closed;
    private Runnable cancelReopening = () -> {};

    /** Hears what becomes of the session, on the loop. */
    interface Listener {

        /** Connected: on a new session, or again. */
        void connected(ZooKeeper zooKeeper);

        /** The connection is gone; the session may live. */
        void disconnected();

        /** The session is over, and its ephemeral nodes with it. */
        void ended();
    }

    MemberSession(ZooKeeperAddress address, StoreLoop loop, Listener listener) {
        this.address = address;
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Opens the first session. Does not wait for a connection.
     *
     * @throws IOException if the address is malformed
     */
    void open() throws IOException {
        session = Optional.of(
                ZooKeeperSession.open(address, (zooKeeper, state) -> loop.execute(() -> onState(zooKeeper, state))));
    }

    void close() {
        closed = true;
        cancelReopening.run();
        session.ifPresent(ZooKeeperSession::close);
        session = Optional.empty();
    }

    private void onState(ZooKeeper zooKeeper, State state) {
        if (closed || session.filter(open -> open.zooKeeper() == zooKeeper).isEmpty()) {
            return;
        }
        switch (state) {
            case CONNECTED -> {
                pause = FIRST_PAUSE;
                listener.connected(zooKeeper);
            }
            case DISCONNECTED -> listener.disconnected();
            case EXPIRED, REFUSED -> {
                session.ifPresent(ZooKeeperSession::close);
                session = Optional.empty();
                listener.ended();
                reopenLater();
            }
        }
    }

    private void reopenLater() {
        cancelReopening = loop.after(pause, this::reopen);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void reopen() {
        try {
            open();
        } catch (IOException e) {
            LOG.warn("No session with ZooKeeper could be opened: {}", e.getMessage());
            reopenLater();
        }
    }
}
