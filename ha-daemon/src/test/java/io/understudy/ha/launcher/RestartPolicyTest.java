package io.understudy.ha.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.launcher.RestartPolicy.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a daemon that died is started again. */
final class RestartPolicyTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 78})
    void whatStartingAgainWouldNotChangeIsPassedOn(int exitCode) {
        assertThat(RestartPolicy.fresh().after(exitCode, SOON)).isEqualTo(new Verdict.PassOn(exitCode));
    }

    @Test
    void quickDeathsAreFollowedByLongerAndLongerPausesAndThenByTheEnd() {
        List<Long> pauses = new ArrayList<>();
        RestartPolicy policy = RestartPolicy.fresh();
        Verdict verdict = policy.after(137, SOON);
        while (verdict instanceof Verdict.Restart restart) {
            pauses.add(restart.pause().toMillis());
            verdict = restart.next().after(137, SOON);
        }

        assertThat(pauses).containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 30000L);
        assertThat(verdict).isEqualTo(new Verdict.GiveUp(137, 10));
    }

    @Test
    void aDaemonThatLivedForAWhileBeginsAnew() {
        assertThat(new RestartPolicy(9).after(137, LATE))
                .isEqualTo(new Verdict.Restart(Duration.ofMillis(200), new RestartPolicy(1)));
    }
}
