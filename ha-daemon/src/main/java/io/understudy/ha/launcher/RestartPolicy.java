package io.understudy.ha.launcher;

import java.time.Duration;

/**
 * When a daemon that died is started again.
 *
 * @param quickDeaths how many in a row died soon after their start
 */
record RestartPolicy(int quickDeaths) {

    /** The daemon ended in good order. */
    static final int DONE = 0;

    /** The command line was wrong. */
    static final int USAGE = 2;

    /** The configuration is wrong: starting again would change nothing. */
    static final int CONFIGURATION = 78;

    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int PATIENCE = 10;

    /** What to do now. */
    sealed interface Verdict {

        /** Start it again after a while, under the next policy. */
        record Restart(Duration pause, RestartPolicy next) implements Verdict {}

        /** End with this exit code. */
        record PassOn(int exitCode) implements Verdict {}

        /** It dies again and again: end, loudly. */
        record GiveUp(int exitCode, int deaths) implements Verdict {}
    }

    /** The policy at the start. */
    static RestartPolicy fresh() {
        return new RestartPolicy(0);
    }

    /** What to do after a daemon that lived for {@code lived} ended with {@code exitCode}. */
    Verdict after(int exitCode, Duration lived) {
        if (exitCode == DONE || exitCode == USAGE || exitCode == CONFIGURATION) {
            return new Verdict.PassOn(exitCode);
        }
        int deaths = lived.compareTo(QUICK) < 0 ? quickDeaths + 1 : 1;
        if (deaths >= PATIENCE) {
            return new Verdict.GiveUp(exitCode, deaths);
        }
        Duration pause = FIRST.multipliedBy(1L << (deaths - 1));
        return new Verdict.Restart(pause.compareTo(LONGEST) > 0 ? LONGEST : pause, new RestartPolicy(deaths));
    }
}
