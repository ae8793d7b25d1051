package io.understudy.session;

import java.util.Locale;

/** On whose word a session ended. */
public enum Ending {
    /** YARN reported the end of the application. */
    REPORTED,
    /** YARN refused the submission for good. */
    REJECTED,
    /** Nobody could say in time whether a submission had reached YARN, so it was not repeated. */
    OUTCOME_UNKNOWN,
    /** YARN did not know the application for a long time. */
    LOST;

    /**
     * Whether a session that ended so is followed again should its application turn up after all: nothing else was
     * submitted for it, and YARN's word beats ours.
     */
    public boolean isRevocable() {
        return this == OUTCOME_UNKNOWN || this == LOST;
    }

    /** As it stands in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
