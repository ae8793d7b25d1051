package io.understudy.session;

import java.time.Duration;
import java.time.Instant;

/**
 * How long sessions are kept after they have ended.
 *
 * @param keep how long after its end a session may be removed
 * @param most how many ended sessions are kept at most; beyond, the oldest may be removed sooner
 */
public record RetentionRules(Duration keep, int most) {

    /** How long a tombstone stays, whatever else is said: so long a request may be repeated with its key. */
    public static final Duration TOMBSTONES = Duration.ofHours(24);

    /** How far this node's clock may be from ZooKeeper's while anything is removed. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    /** What is right unless an operator says otherwise. */
    public static final RetentionRules DEFAULT = new RetentionRules(Duration.ofDays(7), 100_000);

    public RetentionRules {
        if (keep.isNegative()) {
            throw new IllegalArgumentException("sessions cannot be kept for " + keep);
        }
        if (most < 0) {
            throw new IllegalArgumentException("not a number of sessions: " + most);
        }
    }

    /** Whether something that was last written at {@code written} was kept long enough. */
    public boolean isDue(Instant written, Instant now) {
        return !now.isBefore(written.plus(keep));
    }

    /**
     * Whether a session may be removed for its age: its record must not have been touched for long enough, and its end
     * must be as long ago. Two clocks tell, so that one that was wrong when either was written removes nothing early.
     */
    public boolean isDue(Session session, Instant written, Instant now) {
        return session.isOver()
                && isDue(written, now)
                && isDue(session.times().finished().orElse(written), now);
    }

    /** Whether a tombstone was kept long enough. */
    public static boolean mayForget(Instant deleted, Instant now) {
        return !now.isBefore(deleted.plus(TOMBSTONES));
    }

    /** Whether two clocks agree well enough for something to be removed. */
    public static boolean agree(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }
}
