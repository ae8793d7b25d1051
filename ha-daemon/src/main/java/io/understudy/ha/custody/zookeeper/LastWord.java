package io.understudy.ha.custody.zookeeper;

import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.custody.Ticket;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/** A session that is opened or taken up to be closed. */
final class LastWord {

    private final CompletableFuture<KeeperState> state = new CompletableFuture<>();
    private final ZooKeeper zooKeeper;

    private LastWord(Opening opening) throws IOException {
        this.zooKeeper = opening.open(this::process);
    }

    private interface Opening {

        ZooKeeper open(Watcher watcher) throws IOException;
    }

    /** A new session. */
    static LastWord open(ZooKeeperAddress address) throws IOException {
        return new LastWord(address::connect);
    }

    /** The session of a process that is dead. */
    static LastWord takeUp(ZooKeeperAddress address, Ticket ticket) throws IOException {
        byte[] password = HexFormat.of().parseHex(ticket.password());
        return new LastWord(watcher -> address.takeUp(ticket.session(), password, watcher));
    }

    private void process(WatchedEvent event) {
        KeeperState told = event.getState();
        if (told == KeeperState.SyncConnected || told == KeeperState.Expired || told == KeeperState.AuthFailed) {
            state.complete(told);
        }
    }

    /** What ZooKeeper says of the session; {@code Disconnected} if it says nothing until {@code end}. */
    KeeperState await(long end) throws InterruptedException {
        try {
            return state.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return KeeperState.Disconnected;
        }
    }

    /** Asks for something, whatever comes of it. */
    void look(String path) {
        zooKeeper.exists(path, false, (rc, asked, context, stat) -> {}, null);
    }

    /** Creates a node. Whoever sees this session's end can see that node: ZooKeeper keeps the order of a session. */
    void bury(String path, byte[] epitaph, List<ACL> acl) {
        zooKeeper.create(
                path,
                epitaph,
                acl,
                CreateMode.PERSISTENT,
                (int rc, String asked, Object context, String made) -> {},
                null);
    }

    /** Ends the session and waits for ZooKeeper's answer, no longer than the address's client waits for one. */
    void close() throws InterruptedException {
        zooKeeper.close();
    }
}
