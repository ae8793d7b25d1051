package io.understudy.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arguments of a job mean. */
final class StepsTest {

    @Test
    void stepsAreTakenInTheirOrder() {
        assertThat(Steps.parse("count", "10", "sleep", "0", "fail", "no more", "count", "3"))
                .extracting(step -> step.verb() + " " + step.text())
                .containsExactly("COUNT 10", "SLEEP 0", "FAIL no more", "COUNT 3");
        assertThat(Steps.parse()).isEmpty();
    }

    @Test
    void aStepThatIsNotKnownIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steps.parse("dance", "1"))
                .withMessageStartingWith("Unknown step dance.");
    }

    @Test
    void aStepNeedsItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steps.parse("count", "10", "sleep"))
                .withMessageStartingWith("A value is missing after sleep.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1.5", "", "9999999999"})
    void aNumberIsOne(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steps.parse("lines", value))
                .withMessageStartingWith("lines takes a number, not " + value + ".");
    }
}
