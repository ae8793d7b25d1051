package io.understudy.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.zookeeper.StoreLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One thread that goes on, whatever a task does. */
final class StoreLoopTest {

    private final StoreLoop loop = new StoreLoop("a-loop");

    @Test
    void tasksRunOnOneThreadInTheirOrder() {
        Reply<String> reply = new Reply<>();
        StringBuilder order = new StringBuilder();

        loop.execute(() -> order.append("1"));
        loop.execute(() -> order.append("2").append(Thread.currentThread().getName()));
        loop.execute(() -> reply.accept(order.toString()));

        assertThat(reply.await()).isEqualTo("12a-loop");
        loop.close();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() {
        ((Logger) LoggerFactory.getLogger(StoreLoop.class)).setLevel(Level.OFF);
        Reply<Boolean> executed = new Reply<>();
        Reply<Boolean> scheduled = new Reply<>();
        Runnable failing = () -> {
            throw new IllegalStateException("on purpose");
        };

        loop.execute(failing);
        loop.after(Duration.ZERO, failing);
        loop.execute(() -> executed.accept(true));
        loop.after(Duration.ofMillis(1), () -> scheduled.accept(true));

        assertThat(executed.await()).isTrue();
        assertThat(scheduled.await()).isTrue();
        loop.close();
    }

    @Test
    void whatIsTakenBackDoesNotRun() {
        Reply<String> reply = new Reply<>();
        CountDownLatch takenBack = new CountDownLatch(1);

        loop.execute(() -> await(takenBack));
        loop.after(Duration.ZERO, () -> reply.accept("taken back")).run();
        loop.after(Duration.ZERO, () -> reply.accept("left"));
        takenBack.countDown();

        assertThat(reply.await()).isEqualTo("left");
        loop.close();
    }

    @Test
    void whatWasHandedInBeforeTheEndRunsAndTheRestIsDropped() {
        Reply<String> reply = new Reply<>();
        assertThat(loop.isClosed()).isFalse();

        loop.execute(() -> reply.accept("before"));
        loop.close(Duration.ofSeconds(60));
        loop.execute(() -> reply.accept("after"));
        loop.after(Duration.ZERO, () -> reply.accept("after")).run();

        assertThat(loop.isClosed()).isTrue();
        assertThat(reply.await()).isEqualTo("before");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
