package io.understudy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.AttemptEnd.How;
import io.understudy.session.SubmissionRules.Doubt;
import io.understudy.session.SubmissionRules.Next;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubmissionRulesTest {

    private static final ApplicationId APPLICATION = new ApplicationId(1000, 1);

    @ParameterizedTest
    @CsvSource({
        "1000, 0, REPEAT",
        "1000, 299, REPEAT",
        "1000, 300, WAIT",
        "1000, 899, WAIT",
        "1000, 900, GIVE_UP",
        "1001, 0, WAIT",
        "1001, 899, WAIT",
        "1001, 900, GIVE_UP",
        "-1, 0, WAIT",
        "-1, 900, GIVE_UP",
    })
    void theSameIdAgainOnlyWhileItCannotHaveBeenForgotten(long manager, long seconds, Next expected) {
        Optional<Long> timestamp = manager < 0 ? Optional.empty() : Optional.of(manager);

        assertThat(SubmissionRules.DEFAULT.afterNotFound(APPLICATION, timestamp, Duration.ofSeconds(seconds)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Nobody knows whether the process is gone: wait, then give up.
                "-,         1, 9000, 899, FAIL,     WAIT",
                "-,         1, 9000, 900, FAIL,     GIVE_UP",
                "-,         1, 9,    900, FAIL,     WAIT",
                "-,         1, 9000, 899, RESUBMIT, WAIT",
                "-,         1, 9000, 900, RESUBMIT, REPEAT",
                "-,         3, 9000, 900, RESUBMIT, GIVE_UP",
                // Gone, and nothing known of an application: only once YARN has said so for ten seconds.
                "CUT_SHORT, 1, 9,    9,   FAIL,     WAIT",
                "CUT_SHORT, 1, 10,   10,  FAIL,     REPEAT",
                "CUT_SHORT, 2, 10,   899, FAIL,     REPEAT",
                "CUT_SHORT, 3, 10,   10,  FAIL,     REJECT",
                "CUT_SHORT, 1, 9,    900, FAIL,     WAIT",
                "FAILED,    1, 9,    9,   FAIL,     WAIT",
                "FAILED,    1, 10,   10,  FAIL,     REJECT",
                "FAILED,    1, 10,   10,  RESUBMIT, REJECT",
                // It said that it had submitted: never again, whatever YARN says.
                "SUBMITTED, 1, 9000, 899, FAIL,     WAIT",
                "SUBMITTED, 1, 9000, 900, FAIL,     GIVE_UP",
                "SUBMITTED, 1, 9000, 900, RESUBMIT, GIVE_UP",
            })
    void whatHadNoIdIsRepeatedOnlyOnceItsProcessIsGone(
            How how, int attempt, long unseen, long age, Doubt doubt, Next expected) {
        SubmissionRules usual = SubmissionRules.DEFAULT;
        SubmissionRules rules = new SubmissionRules(usual.repeatWithin(), usual.horizon(), doubt);
        Optional<AttemptEnd> end = Optional.ofNullable(how).map(some -> new AttemptEnd(some, "why"));

        assertThat(rules.afterUnseen(end, attempt, Duration.ofSeconds(unseen), Duration.ofSeconds(age)))
                .isEqualTo(expected);
    }

    @Test
    void theHorizonIsNotBeforeTheLastRepetition() {
        Duration minute = Duration.ofMinutes(1);

        assertThat(new SubmissionRules(minute, minute, Doubt.FAIL).horizon()).isEqualTo(minute);
        assertThat(new SubmissionRules(Duration.ZERO, minute, Doubt.FAIL).repeatWithin())
                .isZero();
        assertThatThrownBy(() -> new SubmissionRules(minute, minute.minusNanos(1), Doubt.FAIL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubmissionRules(minute.negated(), minute, Doubt.FAIL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
