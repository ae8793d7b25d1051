package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code haadmin completion}. */
final class CompletionCommandTest extends CommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void eachShellLearnsEveryVerb(String shell) {
        assertThat(run("completion", shell)).isZero();
        assertThat(out.toString()).contains("switchover", "import-livy", "expect-active", "conf");
    }

    @Test
    void aShellThatIsNotKnownIsAMistake() {
        assertThat(run("completion", "csh")).isEqualTo(Failure.USAGE);
        assertSentence("haadmin: ", "csh");
        assertThat(run("completion")).isEqualTo(Failure.USAGE);
    }
}
