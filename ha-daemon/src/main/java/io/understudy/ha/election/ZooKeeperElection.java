package io.understudy.ha.election;

import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.node.Election;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.ha.ActiveStandbyElector;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * The election on ZooKeeper. Each candidacy has an elector, and with it a ZooKeeper session, of its own, so that leaving
 * the election gives up whatever was held.
 */
public final class ZooKeeperElection implements Election {

    private final Custodian custodian;
    private final Electors electors;
    private final byte[] data;
    private final Function<ZooKeeper, Fence> fences;
    private final LockProof proof;
    private final ScheduledExecutorService electorThread;
    private final Duration longestAbsence;
    private volatile Optional<Candidate> candidate = Optional.empty();

    /**
     * Takes no part yet.
     *
     * @param access to the store, which must have been set up before the election is joined
     * @param data to stand in the lock
     * @param loop on which fences and stores answer
     * @param custodian keeps the session that has the lock
     */
    public ZooKeeperElection(
            ZooKeeperAddress address,
            StoreAccess access,
            LockData data,
            StoreLoop loop,
            InstantSource clock,
            Custodian custodian) {
        this.custodian = custodian;
        this.electors = new Electors(address, access);
        this.data = data.toJson();
        this.longestAbsence = address.sessionTimeout().multipliedBy(2);
        this.fences =
                session -> new FenceInCustody(custodian, session, new ZooKeeperFence(session, access, loop, clock));
        this.proof = new LockProof.HeldLock();
        this.electorThread = Executors.newSingleThreadScheduledExecutor(task -> {
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
    public boolean holdsLock(long session) {
        return candidate
                .filter(standing -> standing.callback().holdsLock(session))
                .isPresent();
    }

    private void stand(Listener listener) {
        ElectorCallback callback =
                new ElectorCallback(listener, fences, proof, silent -> limitAbsence(silent, listener), custodian);
        try {
            ActiveStandbyElector elector = electors.open(callback);
            candidate = Optional.of(new Candidate(elector, callback));
            elector.joinElection(data);
        } catch (IOException | KeeperException e) {
            listener.failed("the election in " + electors.access().where() + " could not be joined: " + e.getMessage());
        }
    }

    /**
     * A ZooKeeper that was wiped or restored turns away every client that has seen more than it has, for ever: only a
     * candidacy with a new session gets through.
     */
    private void limitAbsence(ElectorCallback callback, Listener listener) {
        long words = callback.words();
        var unused = electorThread.schedule(
                () -> {
                    boolean current = candidate
                            .filter(standing -> standing.callback() == callback)
                            .isPresent();
                    if (current && callback.words() == words) {
                        quit();
                        listener.failed("ZooKeeper let nobody in for " + longestAbsence.toSeconds() + " s");
                    }
                },
                longestAbsence.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void quit() {
        candidate.ifPresent(standing -> standing.elector().quitElection(true));
        candidate = Optional.empty();
    }

    private record Candidate(ActiveStandbyElector elector, ElectorCallback callback) {}
}
