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
     * Whether a session that ended so is followed again should its application turn up after all (a submission that was
     * long on its way, a ResourceManager that was restored): nothing else was submitted for it, and an application that
     * is there beats everything that was said of it.
     */
    public boolean isRevocable() {
        return this != REPORTED;
    }

    /** As it stands in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
