package io.understudy.fencing.zookeeper;

import io.understudy.fencing.zookeeper.ZooKeeperSession.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Always one session with ZooKeeper: when one has ended another is opened, with growing pauses. */
public final class ZooKeeperLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ZooKeeperSessions sessions;
    private final StoreLoop loop;
    private final Listener listener;
    private Optional<ZooKeeperSession> current = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private boolean closed;

    private ZooKeeperLink(ZooKeeperSessions sessions, StoreLoop loop, Listener listener) {
        this.sessions = sessions;
        this.loop = loop;
        this.listener = listener;
    }

    /** Hears what becomes of the link, on the loop. */
    public interface Listener {

        /** Connected: on a new session, which has another handle, or again on the same. */
        void connected(ZooKeeper zooKeeper);

        /** Not connected; the session may live. */
        void disconnected();

        /** The session is over, and its ephemeral nodes with it. Another one follows. */
        void ended();

        /** The same, because ZooKeeper does not accept who we are. */
        default void refused() {
            ended();
        }
    }

    /**
     * Opens the first session. Returns at once; ZooKeeper need not be there.
     *
     * @throws IOException with a sentence for the operator, if the address is malformed
     */
    public static ZooKeeperLink open(ZooKeeperAddress address, StoreLoop loop, Listener listener) throws IOException {
        ZooKeeperLink link = new ZooKeeperLink(new ZooKeeperSessions(address, loop), loop, listener);
        ZooKeeperSession first = link.sessions.open(link::onState);
        loop.execute(() -> link.adopt(first));
        return link;
    }

    /** Ends the session, on the loop: its ephemeral nodes go at once if ZooKeeper can be reached. */
    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            current.ifPresent(ZooKeeperSession::close);
        });
    }

    /** Events that overtook the session are of it: there is no other one yet. */
    private void adopt(ZooKeeperSession session) {
        current = Optional.of(session);
    }

    private void onState(ZooKeeper zooKeeper, State state) {
        if (closed
                || current.filter(session -> session.zooKeeper() != zooKeeper).isPresent()) {
            return;
        }
        switch (state) {
            case CONNECTED -> {
                pause = FIRST_PAUSE;
                listener.connected(zooKeeper);
            }
            case DISCONNECTED -> listener.disconnected();
            case EXPIRED -> follow(listener::ended);
            case REFUSED -> follow(listener::refused);
        }
    }

    private void follow(Runnable end) {
        current.ifPresent(ZooKeeperSession::close);
        end.run();
        reopenAfterPause();
    }

    private void reopenAfterPause() {
        loop.after(pause, this::reopen);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void reopen() {
        if (closed) {
            return;
        }
        try {
            adopt(sessions.open(this::onState));
            listener.disconnected();
        } catch (IOException e) {
            LOG.warn("No session with ZooKeeper could be opened: {}", e.getMessage());
            reopenAfterPause();
        }
    }
}
