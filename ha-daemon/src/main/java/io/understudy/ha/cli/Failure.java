package io.understudy.ha.cli;

/** A command that did not do what was asked. The message is one sentence: what, why, what to do. */
final class Failure extends Exception {

    /** Refused or failed; nothing was changed. */
    static final int REFUSED = 1;

    /** The command line was wrong. */
    static final int USAGE = 2;

    /** No node answers. */
    static final int UNREACHABLE = 3;

    /** The outcome is unknown, or it succeeded elsewhere. */
    static final int UNKNOWN = 4;

    /** Something is wrong with the cluster, though it serves. */
    static final int DEGRADED = 5;

    /** No node is active. */
    static final int NO_ACTIVE = 6;

    /** What the operator saw is no longer so. */
    static final int CHANGED = 7;

    /** Aborted at the prompt. */
    static final int ABORTED = 8;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
