package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.fencing.LeasedGate;
import io.understudy.fencing.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A term in office as this process holds it: the door to its store, and its gate. */
final class Tenure implements Gate {

    private final FencedStore store;
    private final LeasedGate gate;
    private final BooleanSupplier holdsLock;
    private final Loop loop;
    private final Instant elected;
    private final Instant fenced;
    private Instant recovered;
    private Optional<Account> account = Optional.empty();
    private Optional<Account> recorded = Optional.empty();
    private volatile long ticked;

    /** @param elected when the lock was taken */
    Tenure(FencedStore store, BooleanSupplier holdsLock, Loop loop, Instant elected) {
        this.store = store;
        this.gate = new LeasedGate(store, loop::nanoTime);
        this.holdsLock = holdsLock;
        this.loop = loop;
        this.ticked = loop.nanoTime();
        this.elected = elected;
        this.fenced = loop.now();
        this.recovered = fenced;
    }

    /** The service has read everything. */
    void recovered() {
        recovered = loop.now();
    }

    /** The node's loop goes on. Without that the lease ends: writes that are acknowledged alone do not carry it on. */
    void tick() {
        ticked = loop.nanoTime();
    }

    FencedStore store() {
        return store;
    }

    Term term() {
        return store.term();
    }

    Epoch epoch() {
        return store.term().epoch();
    }

    void open() {
        gate.open();
        if (account.isEmpty()) {
            account = Optional.of(new Account(new Phases(elected, fenced, recovered, loop.now()), Map.of()));
        }
    }

    /** It is known what its coming into office has cost clients. */
    void cost(Map<String, Toll> tolls) {
        account = account.map(known -> new Account(known.phases(), tolls));
    }

    /** What is known of how it came into office, as long as that does not stand in the store. */
    Optional<Account> unrecorded() {
        return account.filter(known -> !recorded.equals(Optional.of(known)));
    }

    void recorded(Account written) {
        recorded = Optional.of(written);
    }

    void shut() {
        gate.shut();
    }

    @Override
    public boolean isOpen() {
        return gate.isOpen() && holdsLock.getAsBoolean() && !isLeaseOver();
    }

    /** Whether the quorum confirmed the term a moment ago, over a connection that stands. */
    boolean isConfirmed() {
        return holdsLock.getAsBoolean() && !isLeaseOver();
    }

    boolean isLeaseOver() {
        return leaseLeft().compareTo(Duration.ZERO) <= 0;
    }

    /** Whether a whole session timeout has passed since the last acknowledged operation was sent. */
    boolean isLapsed() {
        return loop.nanoTime() - store.acknowledgedAt()
                >= store.sessionTimeout().toNanos();
    }

    Duration leaseLeft() {
        Duration sinceTick = Duration.ofNanos(loop.nanoTime() - ticked);
        Duration ofLoop = store.sessionTimeout().dividedBy(2).minus(sinceTick);
        Duration ofStore = gate.leaseLeft();
        return ofStore.compareTo(ofLoop) < 0 ? ofStore : ofLoop;
    }
}
