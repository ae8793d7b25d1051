package io.understudy.fencing.zookeeper;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Watches over writes that all have the same time to be answered, with one timer for all. On the loop only. */
final class WriteDeadlines {

    private final ZooKeeperCalls calls;
    private final Duration deadline;
    private final Consumer<PendingWrite> late;
    private final Deque<PendingWrite> watched = new ArrayDeque<>();
    private boolean armed;

    /** @param late takes a write that was not answered in time */
    WriteDeadlines(ZooKeeperCalls calls, Duration deadline, Consumer<PendingWrite> late) {
        this.calls = calls;
        this.deadline = deadline;
        this.late = late;
    }

    void watch(PendingWrite write) {
        forgetAnswered();
        watched.add(write);
        arm();
    }

    private void arm() {
        if (!armed && !watched.isEmpty()) {
            armed = true;
            calls.after(left(watched.element()), this::expire);
        }
    }

    private void expire() {
        armed = false;
        forgetAnswered();
        while (!watched.isEmpty() && left(watched.element()).compareTo(Duration.ZERO) <= 0) {
            late.accept(watched.remove());
            forgetAnswered();
        }
        arm();
    }

    private void forgetAnswered() {
        while (!watched.isEmpty() && watched.element().isAnswered()) {
            watched.remove();
        }
    }

    private Duration left(PendingWrite write) {
        return deadline.minusNanos(System.nanoTime() - write.handedInAt());
    }
}
