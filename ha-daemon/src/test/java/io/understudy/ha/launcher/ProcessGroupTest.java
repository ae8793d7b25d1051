package io.understudy.ha.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real process groups. */
final class ProcessGroupTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void whatALeaderLeftBehindIsEndedToo() throws Exception {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 600 & sleep 600 & exit 0").start();
        assertThat(leader.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        ProcessGroup group = new ProcessGroup(leader.pid());

        assertThat(group.isEmpty()).isFalse();
        assertThat(group.empty(LIMIT)).isTrue();
        assertThat(group.isEmpty()).isTrue();
    }

    @Test
    void othersAreLeftAlone() throws Exception {
        Process other = new ProcessBuilder("setsid", "sleep", "600").start();
        try {
            Process leader = new ProcessBuilder("setsid", "sleep", "600").start();

            assertThat(new ProcessGroup(leader.pid()).empty(LIMIT)).isTrue();

            assertThat(leader.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }
}
