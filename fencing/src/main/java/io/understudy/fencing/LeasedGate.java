package io.understudy.fencing;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The gate of one term: open between {@link #open} and {@link #shut} while the lease lasts. The lease is over half of
 * the negotiated session timeout after the last acknowledged fenced operation was <em>sent</em>: a follower passes
 * activity on to ZooKeeper's leader only every half tick, so that two thirds would not be safe on an ensemble.
 *
 * <p>One thread opens and shuts; any thread may ask.
 */
public final class LeasedGate implements Gate {

    private final FencedStore store;
    private final long leaseNanos;
    private final LongSupplier nanoTime;
    private volatile boolean opened;

    /**
     * @param store whose acknowledged operations carry the lease
     * @param nanoTime a monotonic clock in nanoseconds, the same that {@link FencedStore#acknowledgedAt()} uses
     */
    public LeasedGate(FencedStore store, LongSupplier nanoTime) {
        this.store = store;
        this.leaseNanos = store.sessionTimeout().toNanos() / 2;
        this.nanoTime = nanoTime;
    }

    /** Opens the gate, for as long as the lease lasts and is carried on. */
    public void open() {
        opened = true;
    }

    /** Shuts the gate at once. */
    public void shut() {
        opened = false;
    }

    @Override
    public boolean isOpen() {
        return opened && leaseNanosLeft() > 0;
    }

    /** What is left of the lease; zero or negative once it is over. */
    public Duration leaseLeft() {
        return Duration.ofNanos(leaseNanosLeft());
    }

    private long leaseNanosLeft() {
        return leaseNanos - (nanoTime.getAsLong() - store.acknowledgedAt());
    }
}
