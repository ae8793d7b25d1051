package io.understudy.fencing.zookeeper;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.ZooKeeper.States;

/**
 * One ZooKeeper session of this process, opened by {@link ZooKeeperSessions}. ZooKeeper's client connects by itself for
 * as long as it takes. A session that has expired stays so: open another.
 */
public final class ZooKeeperSession implements AutoCloseable {

    private final ZooKeeperSessions origin;
    private final Listener listener;
    /** Events can overtake the handle that its constructor is about to return. */
    private final CompletableFuture<ZooKeeper> handle = new CompletableFuture<>();

    private boolean isHeard;
    private boolean isAway;
    private int absences;

    ZooKeeperSession(ZooKeeperSessions origin, Listener listener) {
        this.origin = origin;
        this.listener = listener;
    }

    /** What a session can be. */
    public enum State {
        /** Connected; also after each reconnection. */
        CONNECTED,
        /** Not connected; the session may live. */
        DISCONNECTED,
        /**
         * Over for good: ZooKeeper says so, or it let nobody in for two timeouts. A ZooKeeper that was wiped or restored
         * turns away every client that has seen more than it has, for ever; only a new session gets through.
         */
        EXPIRED,
        /** ZooKeeper does not accept who we are. Over for good. */
        REFUSED
    }

    /** Hears of changes, on the loop. */
    @FunctionalInterface
    public interface Listener {

        /** The session of {@code zooKeeper} is now in {@code state}. The same state may be told again. */
        void changed(ZooKeeper zooKeeper, State state);
    }

    /** The handle of this session. */
    public ZooKeeper zooKeeper() {
        return handle.join();
    }

    /** Ends the session; its ephemeral nodes go at once if ZooKeeper can be reached. Waits for that. */
    @Override
    public void close() {
        try {
            zooKeeper().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void open(ZooKeeperAddress address) throws IOException {
        try {
            handle.complete(address.connect(this::onEvent));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "\"%s\" is not an address of ZooKeeper (%s); write host:port,host:port"
                            .formatted(address.connectString(), e.getMessage()),
                    e);
        }
    }

    /** ZooKeeper's client says nothing of attempts to connect before the first that succeeds. */
    void expectWord() {
        if (!isHeard && zooKeeper().getState().isAlive()) {
            onState(KeeperState.Disconnected);
        }
    }

    private void onEvent(WatchedEvent event) {
        if (event.getType() == EventType.None) {
            origin.loop().execute(() -> onState(event.getState()));
        }
    }

    private void onState(KeeperState state) {
        isHeard = true;
        switch (state) {
            case SyncConnected, SaslAuthenticated -> {
                isAway = false;
                origin.noteConnected(zooKeeper());
                listener.changed(zooKeeper(), State.CONNECTED);
            }
            case Disconnected -> {
                origin.noteAway();
                limitAbsence();
                listener.changed(zooKeeper(), State.DISCONNECTED);
            }
            case Expired -> listener.changed(zooKeeper(), State.EXPIRED);
            case AuthFailed -> onRefused();
            default -> {}
        }
    }

    private void limitAbsence() {
        if (!isAway) {
            isAway = true;
            absences++;
            int absence = absences;
            origin.loop().after(origin.longestAbsence(), () -> {
                if (isAway && absences == absence) {
                    listener.changed(zooKeeper(), State.EXPIRED);
                }
            });
        }
    }

    /** The client goes on without SASL where it could not log in, and then the session lives. */
    private void onRefused() {
        origin.noteRefused();
        if (zooKeeper().getState() == States.AUTH_FAILED) {
            listener.changed(zooKeeper(), State.REFUSED);
        }
    }
}
