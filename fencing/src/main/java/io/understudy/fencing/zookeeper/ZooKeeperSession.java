package io.understudy.fencing.zookeeper;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ZooKeeper session of this process. ZooKeeper's client connects by itself for as long as it takes; that is logged
 * once when ZooKeeper is away and once when it is back. A session that has expired stays so: open another.
 */
public final class ZooKeeperSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSession.class);

    private final ZooKeeperAddress address;
    private final Listener listener;
    private final ZooKeeper zooKeeper;
    /** Events wait for the handle, which they can overtake. Only ZooKeeper's event thread touches this and what follows. */
    private CompletableFuture<ZooKeeper> events;

    private boolean away;

    private ZooKeeperSession(ZooKeeperAddress address, Listener listener) throws IOException {
        this.address = address;
        this.listener = listener;
        CompletableFuture<ZooKeeper> opened = new CompletableFuture<>();
        this.events = opened;
        this.zooKeeper = new ZooKeeper(
                address.connectString(),
                (int) address.sessionTimeout().toMillis(),
                this::onEvent,
                address.clientConfig());
        opened.complete(zooKeeper);
    }

    /** What a session can be. */
    public enum State {
        /** Connected; also after each reconnect. */
        CONNECTED,
        /** Not connected; the session may still live. */
        DISCONNECTED,
        /** Over for good. */
        EXPIRED,
        /** ZooKeeper does not accept who we are. */
        REFUSED
    }

    /** Hears of changes, on ZooKeeper's event thread: it must not block. */
    @FunctionalInterface
    public interface Listener {

        /** The session of {@code zooKeeper} is now in {@code state}. The same state may be told again. */
        void changed(ZooKeeper zooKeeper, State state);
    }

    /**
     * Opens a session. Returns at once; the listener hears when it is connected.
     *
     * @throws IOException if the address is malformed
     */
    public static ZooKeeperSession open(ZooKeeperAddress address, Listener listener) throws IOException {
        try {
            return new ZooKeeperSession(address, listener);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "\"" + address.connectString() + "\" is not an address of ZooKeeper (" + e.getMessage()
                            + "); write host:port,host:port",
                    e);
        }
    }

    /** The handle of this session. */
    public ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    /** Ends the session; its ephemeral nodes go at once if ZooKeeper can be reached. Waits for that. */
    @Override
    public void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onEvent(WatchedEvent event) {
        if (event.getType() == EventType.None) {
            events = events.thenApply(handle -> {
                onState(handle, event);
                return handle;
            });
        }
    }

    private void onState(ZooKeeper handle, WatchedEvent event) {
        switch (event.getState()) {
            case SyncConnected, SaslAuthenticated -> {
                noteBack(handle);
                listener.changed(handle, State.CONNECTED);
            }
            case Disconnected -> {
                noteAway();
                listener.changed(handle, State.DISCONNECTED);
            }
            case Expired -> {
                LOG.warn("The session with ZooKeeper at {} has expired.", address.connectString());
                listener.changed(handle, State.EXPIRED);
            }
            case AuthFailed -> {
                LOG.error(
                        "ZooKeeper at {} does not accept this node's credentials. Correct them and restart.",
                        address.connectString());
                listener.changed(handle, State.REFUSED);
            }
            default -> {}
        }
    }

    private void noteAway() {
        if (!away) {
            away = true;
            LOG.warn("ZooKeeper at {} cannot be reached. Waiting for it.", address.connectString());
        }
    }

    private void noteBack(ZooKeeper handle) {
        if (away) {
            away = false;
            LOG.info("ZooKeeper at {} is back.", address.connectString());
        }
        if (handle.getSessionTimeout() != address.sessionTimeout().toMillis()) {
            LOG.warn(
                    "ZooKeeper at {} grants a session timeout of {} ms, not {} ms: it allows 2 to 20 of its ticks.",
                    address.connectString(),
                    handle.getSessionTimeout(),
                    address.sessionTimeout().toMillis());
        }
    }
}
