package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Remembers the active that could not be reached or said that it is not: it is not tried again until another one is
 * named, or until a pause of 250 ms to 2 s with jitter has passed. Any thread may call.
 */
final class Avoidance {

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private volatile Shunned shunned = Shunned.NOBODY;

    private record Shunned(String node, Epoch epoch, int failures, long until) {

        static final Shunned NOBODY = new Shunned("", Epoch.NONE, 0, 0);

        boolean is(ActiveNode active) {
            return active.node().equals(node) && active.epoch().equals(epoch);
        }
    }

    Avoidance(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Whether to stay away from this active now. */
    boolean avoids(ActiveNode active) {
        Shunned now = shunned;
        return now.is(active) && nanoTime.getAsLong() - now.until < 0;
    }

    /** Stay away from this active for a while. */
    synchronized void avoid(ActiveNode active) {
        if (!avoids(active)) {
            int failures = shunned.is(active) ? Math.min(shunned.failures + 1, 8) : 1;
            shunned = new Shunned(active.node(), active.epoch(), failures, nanoTime.getAsLong() + pause(failures));
        }
    }

    /** It answered: forget the past. */
    void reached(ActiveNode active) {
        if (shunned.is(active)) {
            shunned = Shunned.NOBODY;
        }
    }

    private long pause(int failures) {
        long longest = Math.min(LONGEST.toNanos(), SHORTEST.toNanos() << failures);
        return random.nextLong(SHORTEST.toNanos(), longest + 1);
    }
}
