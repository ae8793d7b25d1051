package io.understudy.ha.election;

import io.understudy.fencing.LockProof;
import io.understudy.ha.node.Election;
import java.util.function.Supplier;
import org.apache.hadoop.ha.ActiveStandbyElector.ActiveStandbyElectorCallback;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what the elector says. All calls but {@link #holdsLock} come while the elector's monitor is held, so that
 * nothing here waits.
 */
final class ElectorCallback implements ActiveStandbyElectorCallback {

    private final Election.Listener listener;
    private final Fences fences;
    private final LockProof proof;
    private @Nullable Supplier<ZooKeeper> sessions;
    private Election.@Nullable Lock lock;
    private volatile boolean holdsLock;

    ElectorCallback(Election.Listener listener, Fences fences, LockProof proof) {
        this.listener = listener;
        this.fences = fences;
        this.proof = proof;
    }

    /** Where the session of the moment is to be had; told once, before the election is joined. */
    synchronized void follow(Supplier<ZooKeeper> source) {
        sessions = source;
    }

    /** Whether the lock is held over a connection that stands. */
    boolean holdsLock() {
        return holdsLock;
    }

    /** Comes again on the same session after each reconnection. */
    @Override
    public synchronized void becomeActive() {
        Supplier<ZooKeeper> source = sessions;
        if (source == null) {
            throw new IllegalStateException("elected before the election was joined");
        }
        ZooKeeper session = source.get();
        Election.Lock held = lock;
        if (held == null || held.session() != session.getSessionId()) {
            held = new Election.Lock(session.getSessionId(), fences.on(session), proof);
            lock = held;
        }
        holdsLock = true;
        listener.elected(held);
    }

    /** Another node has the lock: no news, unless this session had it before and someone deleted it. */
    @Override
    public synchronized void becomeStandby() {
        if (lock != null) {
            lock = null;
            listener.lost("another node has the lock");
        }
    }

    @Override
    public void enterNeutralMode() {
        holdsLock = false;
        listener.disconnected();
    }

    @Override
    public void notifyFatalError(String message) {
        holdsLock = false;
        listener.failed("the elector gave up: " + message);
    }

    /** The epoch is the fence, and it is raised in any case. */
    @Override
    public void fenceOldActive(byte[] oldActiveData) {}

    /** The session is about to be closed, or has expired. */
    void sessionEnds() {
        holdsLock = false;
        listener.lost("the ZooKeeper session of the election ended");
    }
}
