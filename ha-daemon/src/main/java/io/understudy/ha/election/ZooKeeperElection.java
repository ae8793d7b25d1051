package io.understudy.ha.election;

import io.understudy.fencing.LockProof;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import io.understudy.ha.node.Election;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.zookeeper.KeeperException;

/**
 * The election on ZooKeeper. Each candidacy has an elector, and with it a ZooKeeper session, of its own, so that leaving
 * the election gives up whatever was held.
 */
public final class ZooKeeperElection implements Election, AutoCloseable {

    private final ElectionSettings settings;
    private final LockData data;
    private final Fences fences;
    private final LockProof proof;
    private final ExecutorService electorThread;
    private volatile Optional<Candidate> candidate = Optional.empty();

    /**
     * An election whose winner raises the fence on the very session that holds the lock. Talks to nobody until joined.
     *
     * @param access to the store that the fence protects
     * @param loop on which replies of the fence come, and those of the terms won
     */
    public static ZooKeeperElection on(ElectionSettings settings, LockData data, StoreAccess access, StoreLoop loop) {
        return new ZooKeeperElection(
                settings, data, session -> new ZooKeeperFence(session, access, loop, InstantSource.system()));
    }

    ZooKeeperElection(ElectionSettings settings, LockData data, Fences fences) {
        this.settings = settings;
        this.data = data;
        this.fences = fences;
        this.proof = new LockProof.HeldLock(settings.parent() + "/" + Elector.lockName());
        this.electorThread = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "elector");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void join(Listener listener) {
        electorThread.execute(() -> {
            quit();
            stand(listener);
        });
    }

    @Override
    public void leave(Runnable done) {
        electorThread.execute(() -> {
            quit();
            done.run();
        });
    }

    @Override
    public boolean holdsLock() {
        return candidate.filter(standing -> standing.callback().holdsLock()).isPresent();
    }

    /** Leaves the election. Later calls are refused. */
    @Override
    public void close() {
        electorThread.execute(this::quit);
        electorThread.shutdown();
    }

    private void stand(Listener listener) {
        ElectorCallback callback = new ElectorCallback(listener, fences, proof);
        try {
            Elector elector = new Elector(settings, callback);
            candidate = Optional.of(new Candidate(elector, callback));
            elector.joinElection(data.toJson());
        } catch (IOException | KeeperException e) {
            listener.failed(
                    "the election on ZooKeeper at " + settings.quorum() + " could not be joined: " + e.getMessage());
        }
    }

    private void quit() {
        candidate.ifPresent(standing -> standing.elector().quitElection(true));
        candidate = Optional.empty();
    }

    private record Candidate(Elector elector, ElectorCallback callback) {}
}
