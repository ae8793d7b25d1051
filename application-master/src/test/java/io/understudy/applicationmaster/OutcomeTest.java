package io.understudy.applicationmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The words that YARN shows. */
class OutcomeTest {

    @Test
    void namesTheExitCodeOrTheSignal() {
        assertThat(Outcome.ofExit(0).diagnostics()).isEqualTo("Command exited with code 0");
        assertThat(Outcome.ofExit(3).diagnostics()).isEqualTo("Command exited with code 3");
        assertThat(Outcome.ofExit(128).diagnostics()).isEqualTo("Command exited with code 128");
        assertThat(Outcome.ofExit(137).diagnostics()).isEqualTo("Command was killed by signal 9 (exit code 137)");
        assertThat(Outcome.ofExit(192).diagnostics()).isEqualTo("Command was killed by signal 64 (exit code 192)");
        assertThat(Outcome.ofExit(255).diagnostics()).isEqualTo("Command exited with code 255");
        assertThat(Outcome.notStarted("no").diagnostics()).isEqualTo("Command could not be started: no");
    }

    @Test
    void onlyZeroIsSuccess() {
        assertThat(Outcome.ofExit(0).success()).isTrue();
        assertThat(Outcome.ofExit(1).success()).isFalse();
        assertThat(Outcome.ofExit(137).success()).isFalse();
        assertThat(Outcome.notStarted("no").success()).isFalse();
    }
}
