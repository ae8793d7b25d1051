package io.understudy.bench.history;

import java.util.Locale;

/** A batch's state as clients are shown it. It goes forward only, and stays where it has ended. */
public enum BatchState {
    STARTING,
    RUNNING,
    SUCCESS,
    DEAD,
    KILLED;

    /**
     * The state that a service names.
     *
     * @throws IllegalArgumentException if it names none of these
     */
    public static BatchState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Whether it is for good. */
    public boolean isFinal() {
        return this == SUCCESS || this == DEAD || this == KILLED;
    }

    /** Whether whoever saw this one may see {@code later} afterwards. */
    public boolean mayBecome(BatchState later) {
        return isFinal() ? later == this : later.compareTo(this) >= 0;
    }
}
