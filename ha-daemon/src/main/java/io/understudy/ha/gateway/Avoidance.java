package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Remembers the active that could not be reached or said that it is not: it is not tried again until another one is
 * named, or until a pause of 250 ms to 2 s with jitter has passed. Then one request tries it, and all others wait for
 * what becomes of that: a dead node is not rushed upon by everybody who waits. Any thread may call.
 */
final class Avoidance {

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private volatile Shunned shunned = Shunned.NOBODY;

    private record Shunned(String node, Epoch epoch, int failures, boolean tried, long until) {

        static final Shunned NOBODY = new Shunned("", Epoch.NONE, 0, false, 0);

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

    /** Whether a request may be sent there now; where it failed before, a true says so to nobody else for a while. */
    boolean mayTry(ActiveNode active) {
        return !shunned.is(active) || takeTurn(active);
    }

    private synchronized boolean takeTurn(ActiveNode active) {
        if (avoids(active)) {
            return false;
        }
        if (shunned.is(active)) {
            put(active, shunned.failures, true, SHORTEST.toNanos());
        }
        return true;
    }

    /** Stay away from this active for a while. */
    synchronized void avoid(ActiveNode active) {
        if (!shunned.is(active)) {
            put(active, 1, false, pause(1));
        } else if (shunned.tried) {
            int failures = Math.min(shunned.failures + 1, 8);
            put(active, failures, false, pause(failures));
        }
    }

    private void put(ActiveNode active, int failures, boolean tried, long pause) {
        shunned = new Shunned(active.node(), active.epoch(), failures, tried, nanoTime.getAsLong() + pause);
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
