package io.understudy.ha.election;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import io.understudy.fencing.zookeeper.ZooKeeperSession;
import io.understudy.fencing.zookeeper.ZooKeeperSessions;
import io.understudy.ha.node.Election;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.zookeeper.ZooKeeper;

/**
 * The election where a failover controller decides. There is no lock: whoever is commanded opens a session with ZooKeeper
 * and wins a term on it by compare-and-set of the epoch. A command is good for one session.
 */
public final class CommandedElection implements Election {

    private final ZooKeeperSessions sessions;
    private final Function<ZooKeeper, Fence> fences;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread named = new Thread(task, "election");
        named.setDaemon(true);
        return named;
    });
    private Optional<Listener> candidacy = Optional.empty();
    private volatile Optional<Office> office = Optional.empty();

    /**
     * Takes no part yet.
     *
     * @param loop on which fences and stores answer
     */
    public CommandedElection(ZooKeeperAddress address, StoreAccess access, StoreLoop loop, InstantSource clock) {
        this.sessions = new ZooKeeperSessions(address, loop);
        this.fences = session -> new ZooKeeperFence(session, access, loop, clock);
    }

    @Override
    public void join(Listener listener) {
        thread.execute(() -> {
            giveUp();
            candidacy = Optional.of(listener);
        });
    }

    @Override
    public void leave(Runnable done) {
        thread.execute(() -> {
            giveUp();
            candidacy = Optional.empty();
            done.run();
        });
    }

    @Override
    public boolean holdsLock(long session) {
        return office.filter(held -> held.connected == session).isPresent();
    }

    /** Stands for office now, if this node has joined and holds none. */
    public void command() {
        thread.execute(() -> {
            if (office.isEmpty()) {
                candidacy.ifPresent(this::stand);
            }
        });
    }

    /** Takes a command back that has not led to a term yet; then calls {@code done}. */
    public void withdraw(Runnable done) {
        thread.execute(() -> {
            office.filter(held -> !held.won).ifPresent(held -> end(held, "the command was taken back"));
            done.run();
        });
    }

    private void stand(Listener listener) {
        Office begun = new Office(listener);
        office = Optional.of(begun);
        try {
            begun.session.complete(sessions.open((handle, state) -> thread.execute(() -> told(begun, handle, state))));
        } catch (IOException malformed) {
            office = Optional.empty();
            listener.failed(String.valueOf(malformed.getMessage()));
        }
    }

    private void told(Office held, ZooKeeper handle, ZooKeeperSession.State state) {
        if (office.filter(now -> now == held).isEmpty()) {
            return;
        }
        switch (state) {
            case CONNECTED -> held.connected(handle);
            case DISCONNECTED -> held.disconnected();
            case EXPIRED -> end(held, "the ZooKeeper session of this office has ended");
            case REFUSED -> end(held, "ZooKeeper does not accept this node's login or credentials");
        }
    }

    private void end(Office held, String why) {
        giveUp();
        held.listener.lost(why);
    }

    private void giveUp() {
        Optional<Office> held = office;
        office = Optional.empty();
        held.ifPresent(former -> former.session.join().close());
    }

    /** What one command has led to. Lives on this election's thread, but for what any thread may ask. */
    private final class Office {

        private static final long NONE = 0;

        private final Listener listener;
        private final CompletableFuture<ZooKeeperSession> session = new CompletableFuture<>();
        private Optional<Lock> lock = Optional.empty();
        private volatile long connected = NONE;
        private volatile boolean won;

        Office(Listener listener) {
            this.listener = listener;
        }

        void connected(ZooKeeper handle) {
            connected = handle.getSessionId();
            Lock told = lock.orElseGet(
                    () -> new Lock(handle.getSessionId(), noting(fences.apply(handle)), new LockProof.CompareAndSet()));
            lock = Optional.of(told);
            listener.elected(told);
        }

        void disconnected() {
            connected = NONE;
            listener.disconnected();
        }

        private Fence noting(Fence fence) {
            return new Fence() {
                @Override
                public void raise(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
                    fence.raise(candidate, proof, memory, raised -> {
                        won = won || raised instanceof Raised.Won;
                        reply.accept(raised);
                    });
                }
            };
        }
    }
}
