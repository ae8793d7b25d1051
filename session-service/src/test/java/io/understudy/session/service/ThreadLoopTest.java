package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThreadLoopTest {

    @Test
    void tasksRunInTheirOrderOnOneThread() {
        try (ThreadLoop loop = new ThreadLoop()) {
            List<String> ran = new ArrayList<>();
            Reply<List<String>> done = new Reply<>();
            for (int i = 0; i < 100; i++) {
                String number = Integer.toString(i);
                loop.execute(() -> ran.add(number + Thread.currentThread().getName()));
            }
            loop.execute(() -> done.accept(List.copyOf(ran)));

            assertThat(done.await())
                    .hasSize(100)
                    .startsWith("0sessions", "1sessions")
                    .endsWith("99sessions");
        }
    }

    @Test
    void aTaskThatFailsDoesNotEndTheLoop() {
        try (ThreadLoop loop = new ThreadLoop()) {
            Reply<String> next = new Reply<>();
            loop.execute(() -> {
                throw new IllegalStateException("thrown by the test");
            });
            loop.after(Duration.ofMillis(1), () -> {
                throw new IllegalStateException("thrown by the test");
            });
            loop.after(Duration.ofMillis(2), () -> next.accept("ran"));

            assertThat(next.await()).isEqualTo("ran");
        }
    }

    @Test
    void laterMeansLater() {
        try (ThreadLoop loop = new ThreadLoop()) {
            Reply<Long> ran = new Reply<>();
            long asked = loop.nanoTime();
            loop.after(Duration.ofMillis(30), () -> ran.accept(loop.nanoTime()));

            assertThat(Duration.ofNanos(ran.await() - asked)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        }
    }

    @Test
    void aClosedLoopTakesNothingMore() {
        ThreadLoop loop = new ThreadLoop();
        Reply<String> before = new Reply<>();
        loop.execute(() -> before.accept("ran"));
        loop.close();
        loop.execute(() -> before.accept("again"));
        loop.after(Duration.ZERO, () -> before.accept("again"));

        assertThat(before.await()).isEqualTo("ran");
    }
}
