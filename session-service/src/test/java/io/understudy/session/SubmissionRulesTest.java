package io.understudy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void theHorizonIsNotBeforeTheLastRepetition() {
        Duration minute = Duration.ofMinutes(1);

        assertThat(new SubmissionRules(minute, minute).horizon()).isEqualTo(minute);
        assertThat(new SubmissionRules(Duration.ZERO, minute).repeatWithin()).isZero();
        assertThatThrownBy(() -> new SubmissionRules(minute, minute.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubmissionRules(minute.negated(), minute))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
