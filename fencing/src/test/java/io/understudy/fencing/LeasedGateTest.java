package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate is open for half a session timeout after the last acknowledged operation was sent, and only while opened. */
final class LeasedGateTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final Duration LEASE = Duration.ofSeconds(3);

    private long now;

    @Test
    void aGateIsShutUntilItIsOpened() {
        LeasedGate gate = gate(0);

        assertThat(gate.isOpen()).isFalse();
        gate.open();
        assertThat(gate.isOpen()).isTrue();
        gate.shut();
        assertThat(gate.isOpen()).isFalse();
    }

    /** The clock has no origin, and may pass from the largest number to the smallest. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE - 2_999_999_999L, Long.MIN_VALUE})
    void theLeaseIsHalfTheTimeout(long origin) {
        LeasedGate gate = gate(origin);
        gate.open();

        now = origin + LEASE.toNanos() - 1;
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.leaseLeft()).isEqualTo(Duration.ofNanos(1));
        now = origin + LEASE.toNanos();
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.leaseLeft()).isZero();
        now = origin + LEASE.toNanos() + 5;
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.leaseLeft()).isEqualTo(Duration.ofNanos(-5));
    }

    @Test
    void anAcknowledgedHeartbeatCarriesTheLeaseOn() {
        InMemoryFencedStore store = store(0);
        LeasedGate gate = new LeasedGate(store, () -> now);
        gate.open();
        now = LEASE.toNanos() + 1;
        assertThat(gate.isOpen()).isFalse();

        heartbeat(store);

        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.leaseLeft()).isEqualTo(LEASE);
    }

    @Test
    void aHeartbeatCountsFromWhenItWasSent() {
        InMemoryFencedStore store = store(0);
        LeasedGate gate = new LeasedGate(store, () -> now);
        gate.open();
        store.keepBack();
        store.heartbeat(outcome -> {});
        now = Duration.ofSeconds(2).toNanos();
        store.letGo();

        assertThat(gate.leaseLeft()).isEqualTo(Duration.ofSeconds(1));
    }

    private LeasedGate gate(long origin) {
        return new LeasedGate(store(origin), () -> now);
    }

    private InMemoryFencedStore store(long origin) {
        now = origin;
        InMemoryStore memory = InMemoryStore.create();
        return new InMemoryFencedStore(memory, memory.win("n1"), TIMEOUT, Runnable::run, () -> now);
    }
}
