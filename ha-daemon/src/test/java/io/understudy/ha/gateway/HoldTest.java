package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The waiting room. */
final class HoldTest {

    private static final int PLACES = 512;

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger onTheWay = new AtomicInteger();
    private final AtomicInteger room = new AtomicInteger();
    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            // No tick comes by itself.
            return super.schedule(delay > 0 ? () -> {} : command, delay, unit);
        }
    };
    private final Hold hold =
            new Hold(new GatewaySettings.Hold(PLACES, 1_000_000, Duration.ofSeconds(20)), loop, () -> 0);

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @Test
    void whoeverEntersDisturbsNobody() {
        fill();

        assertThat(questions).hasValue(PLACES);
    }

    @Test
    void onlyAsManyLeaveAsCanGoOnAndTheOthersKeepTheirPlaces() {
        fill();
        room.set(100);

        hold.wake();

        await().atMost(Http.DEADLINE).until(() -> questions.get() == 2 * PLACES);
        assertThat(onTheWay).hasValue(100);
        assertThat(hold.size()).isEqualTo(PLACES - 100);
        room.set(PLACES);
        hold.wake();
        await().atMost(Http.DEADLINE).until(() -> onTheWay.get() == PLACES);
        assertThat(hold.size()).isZero();
    }

    @Test
    void whoeverCanGoOnAtOnceDoes() {
        room.set(1);

        assertThat(hold.enter(new Waiting())).isTrue();

        await().atMost(Http.DEADLINE).until(() -> onTheWay.get() == 1);
        assertThat(hold.size()).isZero();
    }

    private void fill() {
        List<Hold.Guest> guests = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            guests.add(new Waiting());
        }
        guests.forEach(guest -> assertThat(hold.enter(guest)).isTrue());
        assertThat(hold.enter(new Waiting())).isFalse();
        await().atMost(Http.DEADLINE)
                .until(() -> questions.get() >= PLACES && loop.getQueue().size() <= 1);
    }

    /** A request that goes on when there is room on the way. */
    private final class Waiting implements Hold.Guest {

        @Override
        public int bytes() {
            return 1;
        }

        @Override
        public long deadline() {
            return 1;
        }

        @Override
        public boolean tryToGoOn() {
            questions.incrementAndGet();
            return room.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }

        @Override
        public void goOn() {
            onTheWay.incrementAndGet();
        }

        @Override
        public void timeIsUp() {
            throw new AssertionError("nobody's time is up");
        }
    }
}
