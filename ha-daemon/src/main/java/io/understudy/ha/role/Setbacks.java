package io.understudy.ha.role;

import java.time.Duration;

/**
 * How often in a row this node could not carry a term to the point where it serves, or lost its elector.
 *
 * @param count 0 if the last attempt went well, or if somebody serves since
 */
public record Setbacks(int count) {

    /** None since somebody last served. */
    public static final Setbacks NONE = new Setbacks(0);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public Setbacks {
        if (count < 0) {
            throw new IllegalArgumentException("not a number of setbacks: " + count);
        }
    }

    /** One more. */
    public Setbacks next() {
        return new Setbacks(count + 1);
    }

    /**
     * How long to wait before the next attempt: doubled with each setback, five minutes at most.
     *
     * @param jitter from 0 (half of the wait) up to 1 (all of it), so that nodes do not run in step
     */
    public Duration backoff(double jitter) {
        int doublings = Math.min(Math.max(count - 1, 0), 16);
        long full = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
        return Duration.ofMillis(Math.round(full * (0.5 + 0.5 * jitter)));
    }
}
