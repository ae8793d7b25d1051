package io.understudy.fencing.testing;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.zookeeper.OpennessCheck;
import io.understudy.fencing.zookeeper.StandaloneSeat;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreCheck;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/** What a node has for its work on a real ZooKeeper: a session, a loop, a fence. */
public final class ZooKeeperNode implements AutoCloseable {

    /** Where the tests' store is. */
    public static final StoreLayout LAYOUT = StoreLayout.of("c1");

    /** The YARN cluster of the tests. */
    public static final String YARN = "yarn-1";

    private final Candidate candidate;
    private final ZooKeeper zooKeeper;
    private final StoreLoop loop;
    private final StoreAccess access;

    private ZooKeeperNode(String node, int format, ZooKeeper zooKeeper, StoreAccess access) {
        this.candidate = new Candidate(node, UUID.randomUUID().toString(), YARN, format);
        this.zooKeeper = zooKeeper;
        this.loop = new StoreLoop("store-" + node);
        this.access = access;
    }

    /** A node with a session of six seconds through {@code connectString}. */
    public static ZooKeeperNode connect(String node, String connectString) {
        return connect(node, connectString, Duration.ofSeconds(30));
    }

    /** A node whose build knows formats of the store up to {@code format}. */
    public static ZooKeeperNode ofBuild(int format, String node, String connectString) {
        return new ZooKeeperNode(
                node, format, TestingZooKeeper.connect(connectString, 6000), open(LAYOUT, Duration.ofSeconds(30)));
    }

    /** A node whose calls are answered within {@code deadline}. */
    public static ZooKeeperNode connect(String node, String connectString, Duration deadline) {
        return over(node, TestingZooKeeper.connect(connectString, 6000), deadline);
    }

    /** A node on a session that is closed with it. */
    public static ZooKeeperNode over(String node, ZooKeeper session, Duration deadline) {
        return over(node, session, LAYOUT, deadline);
    }

    /** The same, with a store of its own in {@code layout}. */
    public static ZooKeeperNode over(String node, ZooKeeper session, StoreLayout layout, Duration deadline) {
        return new ZooKeeperNode(node, StoreFormat.NEWEST, session, open(layout, deadline));
    }

    /** A node on a session that is closed with it; what it creates has {@code acl}. */
    public static ZooKeeperNode closed(String node, ZooKeeper session, List<ACL> acl) {
        return new ZooKeeperNode(
                node,
                StoreFormat.NEWEST,
                session,
                new StoreAccess(
                        LAYOUT, "ZooKeeper at test", "Restore it.", acl, StoreAccess.ID_BLOCK, Duration.ofSeconds(30)));
    }

    private static StoreAccess open(StoreLayout layout, Duration deadline) {
        return StoreAccess.open(layout, "ZooKeeper at test", "Restore it.", deadline);
    }

    /** Its session. */
    public ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    /** Who it is. */
    public Candidate candidate() {
        return candidate;
    }

    /** Creates the store if there is none. */
    public StoreState prepare(StoreMemory memory, String yarn) {
        Reply<StoreState> reply = new Reply<>();
        new StoreSetup(zooKeeper, access, loop, InstantSource.system()).prepare(memory, with(yarn), reply);
        return reply.await();
    }

    /** Looks at the store. */
    public StoreState check(StoreMemory memory, String yarn) {
        Reply<StoreState> reply = new Reply<>();
        new StoreCheck(zooKeeper, access, loop).check(memory, with(yarn), reply);
        return reply.await();
    }

    /** What everybody may touch, though this node's ACL says otherwise. */
    public Optional<String> openness() {
        Reply<Optional<String>> reply = new Reply<>();
        new OpennessCheck(zooKeeper, access, loop).check(reply);
        return reply.await();
    }

    /** Takes the seat of a service that runs alone, and does not wait. */
    public Reply<StandaloneSeat.Seating> takeAlone() {
        Reply<StandaloneSeat.Seating> reply = new Reply<>();
        new StandaloneSeat(zooKeeper, access, loop).take(new byte[0], reply);
        return reply;
    }

    /** Asks for a term, and does not wait. */
    public Reply<Raised> raise(LockProof proof, StoreMemory memory) {
        Reply<Raised> reply = new Reply<>();
        new ZooKeeperFence(zooKeeper, access, loop, InstantSource.system()).raise(candidate, proof, memory, reply);
        return reply;
    }

    /** Sets the store up and wins a term without a lock. */
    public FencedStore win() {
        prepare(StoreMemory.NOTHING, YARN);
        return winNext();
    }

    /** Wins a term without a lock, of a store that is there. */
    public FencedStore winNext() {
        Raised raised =
                raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING).await();
        if (raised instanceof Raised.Won won) {
            return won.store();
        }
        throw new AssertionError("not won: " + raised);
    }

    private Candidate with(String yarn) {
        return new Candidate(candidate.node(), candidate.incarnation(), yarn, candidate.format());
    }

    @Override
    public void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            loop.close();
        }
    }
}
