package io.understudy.bench;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/** A term of the store, on a ZooKeeper session of its own. The store is made if it is not there. */
final class OpenTerm implements AutoCloseable {

    /** {@code ha.cluster.id} of every store here. */
    static final String CLUSTER = "bench";

    static final StoreLayout LAYOUT = StoreLayout.of(CLUSTER);

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final int LIMIT_SECONDS = 60;

    private final ZooKeeper connection;
    private final StoreLoop loop;
    private final FencedStore store;

    private OpenTerm(ZooKeeper connection, StoreLoop loop, FencedStore store) {
        this.connection = connection;
        this.loop = loop;
        this.store = store;
    }

    /** Wins the next term of a store that no daemon will use. */
    static OpenTerm win(String connectString) throws IOException {
        return win(connectString, "bench");
    }

    /**
     * Wins the next term.
     *
     * @param yarn identity of the YARN that daemons of this store work with
     */
    static OpenTerm win(String connectString, String yarn) throws IOException {
        ZooKeeper connection = connect(connectString);
        StoreLoop loop = new StoreLoop("store");
        StoreAccess access =
                StoreAccess.open(LAYOUT, "ZooKeeper at " + connectString, "", Duration.ofSeconds(LIMIT_SECONDS));
        InstantSource clock = InstantSource.system();
        Candidate self = new Candidate("bench", "bench-" + System.nanoTime(), yarn);
        OpenTerm.<StoreState>answer(
                reply -> new StoreSetup(connection, access, loop, clock).prepare(StoreMemory.NOTHING, self, reply));
        Raised raised = OpenTerm.<Raised>answer(reply -> new ZooKeeperFence(connection, access, loop, clock)
                .raise(self, new LockProof.CompareAndSet(), StoreMemory.NOTHING, reply));
        if (raised instanceof Raised.Won won) {
            return new OpenTerm(connection, loop, won.store());
        }
        throw new IllegalStateException("no term could be won: " + raised);
    }

    /** A connection as the daemon's own. */
    static ZooKeeper connect(String connectString) throws IOException {
        ZooKeeperAddress address = ZooKeeperAddress.of(connectString, SESSION_TIMEOUT);
        return new ZooKeeper(connectString, (int) SESSION_TIMEOUT.toMillis(), event -> {}, address.clientConfig());
    }

    /** Asks a port and waits for its reply. */
    static <T> T answer(Consumer<Consumer<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    FencedStore store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
        close(connection);
        loop.close();
    }

    static void close(ZooKeeper connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
