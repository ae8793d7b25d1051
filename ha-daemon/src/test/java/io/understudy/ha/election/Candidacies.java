package io.understudy.ha.election;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.node.Election;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.zookeeper.ZooKeeper;

/** One who stands for election on a real ZooKeeper, and remembers in order what it was told. */
final class Candidacies implements Election.Listener, AutoCloseable {

    private static final long DEADLINE_SECONDS = 60;
    private static final StoreAccess ACCESS =
            StoreAccess.open(StoreLayout.of("election-test"), "ZooKeeper", "Look at it.", Duration.ofSeconds(10));

    private final String name;
    private final StoreLoop loop;
    private final Election election;
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    Candidacies(String name, String connectString, Duration timeout) {
        this(
                name,
                loop -> new ZooKeeperElection(
                        ZooKeeperAddress.of(connectString, timeout),
                        ACCESS,
                        new LockData(name, Map.of("http", "http://127.0.0.1:1"), name + "-1"),
                        loop,
                        InstantSource.system(),
                        Custodian.NOBODY));
    }

    private Candidacies(String name, Function<StoreLoop, Election> elections) {
        this.name = name;
        this.loop = new StoreLoop("store-" + name);
        this.election = elections.apply(loop);
    }

    /** One who stands when it is told to. */
    static Candidacies commanded(String name, String connectString, Duration timeout) {
        return new Candidacies(
                name,
                loop -> new CommandedElection(
                        ZooKeeperAddress.of(connectString, timeout), ACCESS, loop, InstantSource.system()));
    }

    private CommandedElection commander() {
        return (CommandedElection) election;
    }

    void command() {
        commander().command();
    }

    /** Takes the command back and waits until that has happened. */
    void withdraw() {
        CompletableFuture<Boolean> withdrawn = new CompletableFuture<>();
        commander().withdraw(() -> withdrawn.complete(true));
        withdrawn.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Nothing was told, and nothing is on its way: the election's thread has nothing left to do. */
    void assertNothingTold() {
        withdraw();
        assertThat(told).isEmpty();
    }

    /** Creates the store in which the elections are held. */
    static void setUpStore(TestingZooKeeper server) throws InterruptedException {
        CompletableFuture<StoreState> prepared = new CompletableFuture<>();
        ZooKeeper session = server.connect();
        try (StoreLoop loop = new StoreLoop("setup")) {
            new StoreSetup(session, ACCESS, loop, InstantSource.system())
                    .prepare(StoreMemory.NOTHING, new Candidate("setup", "setup-1", "yarn"), prepared::complete);
            assertThat(prepared.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join())
                    .isInstanceOf(StoreState.Joinable.class);
        } finally {
            session.close();
        }
    }

    static String root() {
        return ACCESS.layout().root();
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

    boolean holds(Election.Lock lock) {
        return election.holdsLock(lock.session());
    }

    /** Waits for the lock. That the elector saw nobody have it, in between, is no matter. */
    Election.Lock awaitElected() {
        Object next = next();
        while ("disconnected".equals(next)) {
            next = next();
        }
        if (next instanceof Election.Lock lock) {
            return lock;
        }
        throw new AssertionError(name + " was told \"" + next + "\" and not that it is elected");
    }

    void awaitDisconnected() {
        awaitWord("disconnected");
    }

    void awaitLost() {
        awaitWord("lost");
    }

    /** Waits until the lock is gone: Hadoop's elector may give up over it, if its questions were lost as well. */
    void awaitLostOrFailed() {
        Object next = next();
        if (!next.equals("lost") && !next.equals("failed")) {
            throw new AssertionError(name + " was told \"" + next + "\" and not that the lock is gone");
        }
    }

    /** Waits until the elector gives up, whatever it tries before. */
    void awaitFailed() {
        Object next = next();
        while (!next.equals("failed")) {
            next = next();
        }
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
        loop.close();
    }

    private void awaitWord(String word) {
        Object next = next();
        if (!next.equals(word)) {
            throw new AssertionError(name + " was told \"" + next + "\" instead of \"" + word + "\"");
        }
    }

    private Object next() {
        try {
            Object next = told.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(name + " was told nothing");
            }
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
