package io.understudy.session.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Time that passes only when a test moves it on, and everything that is to happen in it. One thread. */
public final class VirtualTime {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long nanos;
    private long numbered;

    private record Event(long at, long number, Runnable task) {}

    /** Now, in nanoseconds from the beginning. */
    public long nanoTime() {
        return nanos;
    }

    /** The wall clock, on every wall. */
    public InstantSource clock() {
        return this::now;
    }

    /** Now. */
    public Instant now() {
        return Samples.START.plusNanos(nanos);
    }

    /** Lets {@code task} happen later. */
    public void after(Duration delay, Runnable task) {
        events.add(new Event(nanos + Math.max(0, delay.toNanos()), numbered++, task));
    }

    /** Goes to the next event and lets it happen; false if none is left. */
    public boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        nanos = next.at;
        next.task.run();
        return true;
    }

    /** Lets everything happen that happens within {@code duration}. */
    public void run(Duration duration) {
        long end = nanos + duration.toNanos();
        while (!events.isEmpty() && events.peek().at <= end) {
            step();
        }
        nanos = end;
    }

    /** A wire on which nothing overtakes: each task happens up to {@code most} later, after those before it. */
    public Executor wire(RandomGenerator random, Duration most) {
        long[] last = {0};
        return task -> {
            long at = Math.max(last[0], nanos + random.nextLong(most.toNanos() + 1));
            last[0] = at;
            after(Duration.ofNanos(at - nanos), task);
        };
    }

    /** A network on which things overtake each other: each task happens up to {@code most} later. */
    public Executor network(RandomGenerator random, Duration most) {
        return task -> after(Duration.ofNanos(random.nextLong(most.toNanos() + 1)), task);
    }
}
