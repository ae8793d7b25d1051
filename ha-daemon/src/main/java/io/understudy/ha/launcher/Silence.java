package io.understudy.ha.launcher;

import java.time.Duration;

/**
 * How long a daemon has not kept its promise to say that it is alive. The time counts only while this process looks: one
 * that was paused together with its daemon does not blame it. Belongs to whoever synchronizes.
 */
final class Silence {

    private static final long LONGEST_STEP_NANOS = Duration.ofSeconds(1).toNanos();

    /** A pause takes this part of a promise at most: what is left has to do for the daemon to wake up and say so. */
    private static final int LONGEST_STEPS = 4;

    private long limitNanos;
    private long silentNanos;
    private long looked;

    /** @param now by the clock that {@link #isTooLong} takes */
    Silence(long now) {
        this.looked = now;
    }

    /** The daemon said that it lives and will say so again within {@code promise}; zero: no matter when. */
    void heard(Duration promise) {
        limitNanos = promise.toNanos();
        silentNanos = 0;
    }

    /** Looks: whether the promise was broken. To be asked several times within it. */
    boolean isTooLong(long now) {
        silentNanos += Math.min(now - looked, Math.min(LONGEST_STEP_NANOS, limitNanos / LONGEST_STEPS));
        looked = now;
        return limitNanos > 0 && silentNanos > limitNanos;
    }
}
