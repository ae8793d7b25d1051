package io.understudy.ha.role;

import java.time.Duration;

/** Why a node keeps out of the election. */
public enum Cause {
    /** The store's check was not answered yet. */
    UNCHECKED,
    /** The store cannot be reached. Looked at again soon: this is nobody's failure. */
    UNREACHABLE,
    /** This node must not lead this store: wiped, restored, another cluster's, or in use by a service alone. */
    STORE_REFUSED,
    /** This node is not well. Ends with a probe that finds it healthy. */
    UNHEALTHY,
    /** A term or the elector failed; the next attempt waits. */
    BACKING_OFF,
    /** The cluster is paused, and this node may not take over. Ends with a look that finds it over. */
    PAUSED,
    /** Another node shall win: a planned switchover. */
    STAYING_BACK,
    /** The node was asked to stop. Never ends. */
    STOPPING;

    private static final Duration STAY_BACK = Duration.ofSeconds(3);

    /**
     * How long this cause lasts, if it {@linkplain #endsByItself() ends by a clock}.
     *
     * @param jitter from 0 up to 1
     */
    public Duration lasts(Setbacks setbacks, double jitter) {
        return switch (this) {
            case UNREACHABLE -> new Setbacks(1, 0).backoff(jitter);
            case STAYING_BACK -> STAY_BACK;
            default -> setbacks.backoff(jitter);
        };
    }

    /** Whether this cause ends by a clock: {@link Action.WakeUp} is ordered for it. */
    boolean endsByItself() {
        return this == UNREACHABLE || this == STORE_REFUSED || this == BACKING_OFF || this == STAYING_BACK;
    }
}
