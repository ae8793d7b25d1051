package io.understudy.applicationmaster;

/** How the command ended, in the words that YARN shows. Immutable. */
final class Outcome {

    private static final int SIGNALS_FROM = 128;
    private static final int HIGHEST_SIGNAL = 64;

    private final boolean success;
    private final String diagnostics;

    private Outcome(boolean success, String diagnostics) {
        this.success = success;
        this.diagnostics = diagnostics;
    }

    /**
     * Of an exit code as a shell sees it: 128 + n stands for the signal n. Java and POSIX shells report both alike, so
     * that a command which itself exits with such a code reads as killed; the code is named too.
     */
    static Outcome ofExit(int code) {
        int signal = code - SIGNALS_FROM;
        if (signal > 0 && signal <= HIGHEST_SIGNAL) {
            return new Outcome(false, "Command was killed by signal " + signal + " (exit code " + code + ")");
        }
        return new Outcome(code == 0, "Command exited with code " + code);
    }

    /** The command never ran. */
    static Outcome notStarted(String why) {
        return new Outcome(false, "Command could not be started: " + why);
    }

    boolean success() {
        return success;
    }

    String diagnostics() {
        return diagnostics;
    }
}
