package io.understudy.ha.election;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.node.Election;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One who stands for election on a real ZooKeeper, and remembers in order what it was told. */
final class Candidacies implements Election.Listener, AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final long DEADLINE_SECONDS = 60;
    private static final StoreAccess ACCESS =
            StoreAccess.open(StoreLayout.of("election-test"), "ZooKeeper", "Look at it.", Duration.ofSeconds(10));

    private final String name;
    private final StoreLoop loop;
    private final ZooKeeperElection election;
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    Candidacies(String name, String connectString) {
        this.name = name;
        this.loop = new StoreLoop("store-" + name);
        this.election = new ZooKeeperElection(
                ZooKeeperAddress.of(connectString, TIMEOUT),
                ACCESS,
                new LockData(name, Map.of("http", "http://127.0.0.1:1"), name + "-1"),
                loop,
                InstantSource.system());
    }

    /** Creates the store in which the elections are held. */
    static void setUpStore(TestingZooKeeper server) {
        CompletableFuture<StoreState> prepared = new CompletableFuture<>();
        try (StoreLoop loop = new StoreLoop("setup")) {
            new StoreSetup(server.client(), ACCESS, loop, InstantSource.system())
                    .prepare(StoreMemory.NOTHING, "yarn", prepared::complete);
            prepared.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    static String lockPath() {
        return ACCESS.layout().lock();
    }

    Candidacies join() {
        election.join(this);
        return this;
    }

    /** Leaves the election and waits until it has. What was told until then concerns nobody any more. */
    void leave() {
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        election.leave(() -> left.complete(true));
        left.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        told.clear();
    }

    boolean holdsLock() {
        return election.holdsLock();
    }

    /** Waits for the lock. On the way there a connection may break once more: that changes nothing. */
    Election.Lock awaitElected() {
        Object next = await(Object.class);
        while (next.equals("disconnected")) {
            next = await(Object.class);
        }
        if (next instanceof Election.Lock lock) {
            return lock;
        }
        throw new AssertionError(name + " was told \"" + next + "\" instead of a lock");
    }

    void awaitDisconnected() {
        awaitWord("disconnected");
    }

    void awaitLost() {
        awaitWord("lost");
    }

    void awaitFailed() {
        awaitWord("failed");
    }

    /** Wins a term on the lock's session. */
    Raised raise(Election.Lock lock) {
        CompletableFuture<Raised> raised = new CompletableFuture<>();
        lock.fence()
                .raise(new Candidate(name, name + "-1", "yarn"), lock.proof(), StoreMemory.NOTHING, raised::complete);
        return raised.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void elected(Election.Lock lock) {
        told.add(lock);
    }

    @Override
    public void disconnected() {
        told.add("disconnected");
    }

    @Override
    public void lost(String why) {
        told.add("lost");
    }

    @Override
    public void failed(String why) {
        told.add("failed");
    }

    @Override
    public void close() {
        leave();
        election.close();
        loop.close();
    }

    private void awaitWord(String word) {
        String next = await(String.class);
        if (!next.equals(word)) {
            throw new AssertionError(name + " was told \"" + next + "\" instead of \"" + word + "\"");
        }
    }

    private <T> T await(Class<T> kind) {
        try {
            Object next = told.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (!kind.isInstance(next)) {
                throw new AssertionError(name + " was told " + next + " instead of a " + kind.getSimpleName());
            }
            return kind.cast(next);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
