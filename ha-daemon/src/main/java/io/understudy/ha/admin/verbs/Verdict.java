package io.understudy.ha.admin.verbs;

/** How a verb ends: the exit codes of all of {@code haadmin}. */
enum Verdict {
    /** Done, or true. */
    DONE(0),
    /** Refused or failed; nothing was changed. */
    REFUSED(1),
    /** The command line was wrong. */
    USAGE(2),
    /** Nobody who could tell answers. */
    UNREACHABLE(3),
    /** The outcome is unknown, or it succeeded elsewhere. */
    UNKNOWN(4),
    /** Something is wrong. */
    DEGRADED(5),
    /** No node is active. */
    NO_ACTIVE(6),
    /** What the operator saw is no longer so. */
    CHANGED(7);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
