package io.understudy.ha.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ThreadLoopTest {

    private final BlockingQueue<Object> happened = new LinkedBlockingQueue<>();

    @Test
    void runsTasksInOrderOnOneThread() throws InterruptedException {
        try (ThreadLoop loop = new ThreadLoop("loop", happened::add)) {
            IntStream.range(0, 100).forEach(number -> loop.execute(() -> happened.add(number)));
            loop.execute(() -> happened.add(Thread.currentThread().getName()));
            assertThat(take(101))
                    .isEqualTo(Stream.concat(IntStream.range(0, 100).boxed(), Stream.of("loop"))
                            .collect(Collectors.toList()));
        }
    }

    @Test
    void tellsAFaultAndGoesOn() throws InterruptedException {
        RuntimeException fault = new IllegalStateException("a fault of the program");
        try (ThreadLoop loop = new ThreadLoop("loop", happened::add)) {
            loop.execute(() -> {
                throw fault;
            });
            loop.execute(() -> happened.add("next"));
            assertThat(take(2)).containsExactly(fault, "next");
        }
    }

    @Test
    void aCancelledTimerDoesNotRun() throws InterruptedException {
        try (ThreadLoop loop = new ThreadLoop("loop", happened::add)) {
            CountDownLatch go = new CountDownLatch(1);
            loop.execute(() -> {
                Loop.Timer timer = loop.after(Duration.ZERO, () -> happened.add("cancelled"));
                timer.cancel();
                loop.after(Duration.ofMillis(1), () -> happened.add("due"));
                go.countDown();
            });
            go.await();
            assertThat(take(1)).containsExactly("due");
        }
    }

    @Test
    void nothingRunsAfterTheEnd() {
        ThreadLoop loop = new ThreadLoop("loop", happened::add);
        loop.close();
        loop.execute(() -> happened.add("late"));
        loop.after(Duration.ZERO, () -> happened.add("late")).cancel();
        assertThat(happened).isEmpty();
    }

    private List<Object> take(int count) throws InterruptedException {
        List<Object> taken = new ArrayList<>();
        while (taken.size() < count) {
            Object next = happened.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("what happens after %s", taken).isNotNull();
            taken.add(Objects.requireNonNull(next));
        }
        return taken;
    }
}
