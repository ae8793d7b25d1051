package io.understudy.session.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.StoreTalk;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreCheck;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.store.Records;
import io.understudy.session.transfer.zookeeper.ZooKeeperStoreDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/** A real ZooKeeper with the store of a cluster {@code c1}, in office, and room for others. */
final class TransferStage implements AutoCloseable {

    final TestingZooKeeper server = TestingZooKeeper.start();
    final PlayedApplications yarn = new PlayedApplications();
    private final ZooKeeperNode node = ZooKeeperNode.connect("n1", server.connectString());

    /** Wins a term of c1. */
    FencedStore win() {
        return node.win();
    }

    /** A tool's session on a cluster's store. */
    StoreDoor door(String cluster) {
        try {
            return ZooKeeperStoreDoor.open(
                    ZooKeeperAddress.of(server.connectString(), Duration.ofSeconds(6)), access(cluster));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreAccess access(String cluster) {
        return StoreAccess.open(StoreLayout.of(cluster), "ZooKeeper", "Restore it.", Duration.ofSeconds(30));
    }

    /** What a daemon that remembers nothing makes of a cluster's store. */
    StoreState judged(String cluster) {
        return judged(cluster, StoreMemory.NOTHING);
    }

    /** What a daemon makes of a cluster's store. */
    StoreState judged(String cluster, StoreMemory memory) {
        try (StoreLoop loop = new StoreLoop("judge")) {
            Reply<StoreState> reply = new Reply<>();
            new StoreCheck(server.client(), access(cluster), loop)
                    .check(memory, new Candidate("n1", "n1-1", ZooKeeperNode.YARN), reply);
            return reply.await();
        }
    }

    static void put(FencedStore store, StoredRecord record) {
        put(
                store,
                StorePaths.session(record.id().number()),
                new String(Records.write(record, StoreFormat.NEWEST), UTF_8));
    }

    static void put(FencedStore store, String path, String data) {
        assertThat(StoreTalk.write(store, new WriteOp.Create(path, data.getBytes(UTF_8))))
                .isInstanceOf(WriteOutcome.Written.class);
    }

    /** The record of a cluster's session. */
    StoredRecord record(String cluster, int id) {
        byte[] data = raw(cluster, StorePaths.session(id));
        if (Records.read(new SessionId(id), data) instanceof Records.Reading.Intact intact) {
            return intact.stored();
        }
        throw new AssertionError(new String(data, UTF_8));
    }

    /** What stands in a cluster's store; the node must exist. */
    byte[] raw(String cluster, String path) {
        return raw(cluster, List.of(path)).get(0);
    }

    /** What stands in a cluster's store; the nodes must exist. */
    List<byte[]> raw(String cluster, List<String> paths) {
        try (StoreDoor door = door(cluster)) {
            return new StoreReader(door.reading(), "the store")
                    .nodes(paths).stream()
                            .map(node -> node.content().orElseThrow().data())
                            .toList();
        } catch (TransferFailure e) {
            throw new AssertionError(e);
        }
    }

    /** Makes an empty node behind the store's back. */
    void touch(String cluster, String path) throws KeeperException, InterruptedException {
        server.client()
                .create("/understudy/" + cluster + "/" + path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    /** Deletes a node behind the store's back. */
    void remove(String cluster, String path) throws KeeperException, InterruptedException {
        server.client().delete("/understudy/" + cluster + "/" + path, -1);
    }

    /** Lets somebody else read a node, and not us. */
    void shut(String cluster, String path) throws KeeperException, InterruptedException {
        List<ACL> theirs = Arrays.asList(new ACL(ZooDefs.Perms.ALL, new Id("digest", "somebody:else")));
        server.client().setACL("/understudy/" + cluster + "/" + path, theirs, -1);
    }

    Verification.Report verify(String cluster) throws TransferFailure {
        try (StoreDoor door = door(cluster)) {
            return Verification.of(door);
        }
    }

    @Override
    public void close() {
        node.close();
        server.close();
    }
}
