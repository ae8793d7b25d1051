package io.understudy.ha.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what shall happen, in the order in which it does. One thread. */
final class Timeline {

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::time).thenComparingLong(Entry::number));
    private long now = Duration.ofHours(1).toNanos();
    private long number;

    long now() {
        return now;
    }

    void after(Duration wait, Runnable task) {
        at(now + wait.toNanos(), task);
    }

    void at(long time, Runnable task) {
        entries.add(new Entry(Math.max(time, now), number++, task));
    }

    /** Lets the next thing happen. */
    void step() {
        Entry next = entries.remove();
        now = next.time();
        next.task().run();
    }

    private record Entry(long time, long number, Runnable task) {}
}
