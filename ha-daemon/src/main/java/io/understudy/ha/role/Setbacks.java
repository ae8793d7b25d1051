package io.understudy.ha.role;

import java.time.Duration;

/**
 * How often in a row this node could not carry a term to the point where it serves, or lost its elector.
 *
 * @param count of all that happened since somebody last served
 * @param ownFailures how often the service of this very node did not get ready, since it last did. That another node
 *     serves mends nothing here: a node that fails again and again stands for election less and less often
 */
public record Setbacks(int count, int ownFailures) {

    /** None since somebody last served. */
    public static final Setbacks NONE = new Setbacks(0, 0);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public Setbacks {
        if (count < 0 || ownFailures < 0) {
            throw new IllegalArgumentException("not a number of setbacks: " + count + ", " + ownFailures);
        }
    }

    /** One more. */
    public Setbacks next() {
        return new Setbacks(count + 1, ownFailures);
    }

    /** One more, and it was this node's own. */
    public Setbacks nextOwn() {
        return new Setbacks(count + 1, ownFailures + 1);
    }

    /** What is left of them once another node serves. */
    public Setbacks whenAnotherServes() {
        return new Setbacks(ownFailures, ownFailures);
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
