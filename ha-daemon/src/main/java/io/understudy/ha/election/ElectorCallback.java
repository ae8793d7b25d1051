package io.understudy.ha.election;

import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.node.Election;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.ha.ActiveStandbyElector.ActiveStandbyElectorCallback;
import org.apache.zookeeper.ZooKeeper;

/**
 * Hands on what the elector says. All calls but {@link #holdsLock} come under the elector's monitor, mostly on
 * ZooKeeper's event thread, so that nothing here waits.
 */
final class ElectorCallback implements ActiveStandbyElectorCallback {

    private final Election.Listener listener;
    private final Function<ZooKeeper, Fence> fences;
    private final LockProof proof;
    private final Consumer<ElectorCallback> silent;
    private final Custodian custodian;
    private final AtomicLong words = new AtomicLong();
    private volatile Optional<ZooKeeper> session = Optional.empty();
    private volatile Optional<Election.Lock> lock = Optional.empty();
    private volatile boolean holdsLock;

    /**
     * @param silent called when the connection is lost
     * @param custodian told when the session ends
     */
    ElectorCallback(
            Election.Listener listener,
            Function<ZooKeeper, Fence> fences,
            LockProof proof,
            Consumer<ElectorCallback> silent,
            Custodian custodian) {
        this.listener = listener;
        this.fences = fences;
        this.proof = proof;
        this.silent = silent;
        this.custodian = custodian;
    }

    /** How often the elector has said something of its session: the same number twice means silence in between. */
    long words() {
        return words.get();
    }

    /** The elector goes on with this session. */
    void opened(ZooKeeper handle) {
        session = Optional.of(handle);
    }

    /** Whether a session holds the lock over a connection that stands. */
    boolean holdsLock(long ofSession) {
        return holdsLock && lock.filter(held -> held.session() == ofSession).isPresent();
    }

    /** Comes again on the same session after each reconnection. */
    @Override
    public void becomeActive() {
        words.incrementAndGet();
        ZooKeeper handle = session.orElseThrow();
        Election.Lock held = lock.filter(before -> before.session() == handle.getSessionId())
                .orElseGet(() -> new Election.Lock(handle.getSessionId(), fences.apply(handle), proof));
        lock = Optional.of(held);
        holdsLock = true;
        listener.elected(held);
    }

    /** Another node has the lock: no news, unless this session had it before and someone deleted it. */
    @Override
    public void becomeStandby() {
        words.incrementAndGet();
        boolean hadIt = lock.isPresent();
        lock = Optional.empty();
        if (hadIt) {
            listener.lost("another node has the lock");
        }
    }

    @Override
    public void enterNeutralMode() {
        holdsLock = false;
        words.incrementAndGet();
        silent.accept(this);
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

    /** The session is about to be closed, or has expired: what follows is another one. */
    void sessionEnds() {
        holdsLock = false;
        words.incrementAndGet();
        lock = Optional.empty();
        custodian.release(FenceInCustody.PURPOSE);
        listener.lost("the election's ZooKeeper session has ended");
    }
}
