package io.understudy.ha.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a daemon says nothing. */
final class SilenceTest {

    private final Silence silence = new Silence(0);

    @Test
    void whoPromisedNothingMayBeSilent() {
        assertThat(lookUntil(0, 3600)).isFalse();
        silence.heard(Duration.ZERO);
        assertThat(lookUntil(3600, 7200)).isFalse();
    }

    @Test
    void aPromiseThatIsBrokenIsSeenOnceItsTimeIsOver() {
        silence.heard(Duration.ofSeconds(6));

        assertThat(lookUntil(0, 6)).isFalse();
        assertThat(lookUntil(6, 7)).isTrue();
    }

    @Test
    void everySignOfLifeBeginsTheTimeAnew() {
        for (int second = 0; second < 60; second += 5) {
            silence.heard(Duration.ofSeconds(6));
            assertThat(lookUntil(second, second + 5)).isFalse();
        }
        silence.heard(Duration.ZERO);
        assertThat(lookUntil(60, 120)).isFalse();
    }

    /** The launcher was paused, its daemon perhaps as well. */
    @Test
    void theTimeInWhichNobodyLookedDoesNotCount() {
        silence.heard(Duration.ofSeconds(6));
        lookUntil(0, 1);

        assertThat(silence.isTooLong(seconds(1000))).isFalse();
        assertThat(lookUntil(1000, 1004)).isFalse();
        assertThat(lookUntil(1004, 1006)).isTrue();
    }

    /** It says so six times within its promise, and may miss one turn while its node wakes up. */
    @Test
    void aShortPromiseOutlastsAPauseAsWell() {
        silence.heard(Duration.ofSeconds(1));
        long pausedAt = Duration.ofMillis(170).toNanos();
        assertThat(silence.isTooLong(pausedAt)).isFalse();

        assertThat(silence.isTooLong(pausedAt + seconds(1000))).isFalse();
        assertThat(silence.isTooLong(
                        pausedAt + seconds(1000) + Duration.ofMillis(170).toNanos()))
                .isFalse();
    }

    /** Looks ten times a second. */
    private boolean lookUntil(int from, int to) {
        boolean tooLong = false;
        for (long tenth = from * 10L + 1; tenth <= to * 10L; tenth++) {
            tooLong |= silence.isTooLong(tenth * Duration.ofMillis(100).toNanos());
        }
        return tooLong;
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
