package io.understudy.session.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Killed;
import io.understudy.session.service.Cluster.LogText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real YARN gives of the logs of an application that is tried twice. */
@Timeout(180)
class AttemptLogsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path dir = Path.of("replaced");

    @Test
    void bothFilesOfBothAttemptsCanBeReadWhileItRunsAndAfterwards() throws Exception {
        try (RealYarn yarn = RealYarn.start(dir)) {
            ApplicationId id = yarn.runTwice("echo $PPID; echo half; sleep 1000");
            ApplicationReport first = yarn.awaitReport(
                    id,
                    report -> report.state() == YarnState.RUNNING
                            && !report.drivers().isEmpty());
            String before = yarn.awaitLog(first, true, log -> log.text().contains("half\n"));
            ProcessHandle.of(Long.parseLong(before.lines().findFirst().orElseThrow()))
                    .orElseThrow()
                    .destroyForcibly();

            ApplicationReport second = yarn.awaitReport(
                    id,
                    report -> report.state() == YarnState.RUNNING
                            && report.drivers().size() == 2);
            assertThat(second.drivers().get(0).container())
                    .isEqualTo(first.drivers().get(0).container());
            assertThat(text(yarn.log(first, 0, "stdout", true))).isEqualTo(new LogText.Text(before, false));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(
                                    text(yarn.log(second, 1, "stdout", true)).text())
                            .endsWith("half\n"));

            assertThat(RealYarn.answer(
                            (Consumer<Answer<Killed>> reply) -> yarn.cluster().kill(id, reply)))
                    .isEqualTo(Killed.ORDERED);
            ApplicationReport ended = yarn.awaitEnd(id);
            assertThat(ended.drivers()).isEqualTo(second.drivers());
            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(text(yarn.log(ended, 0, "stdout", false))).isEqualTo(new LogText.Text(before, true));
                assertThat(text(yarn.log(ended, 1, "stdout", false)).text()).endsWith("half\n");
                assertThat(text(yarn.log(ended, 0, "stderr", false)).complete()).isTrue();
                assertThat(text(yarn.log(ended, 1, "stderr", false)).complete()).isTrue();
            });
        }
    }

    private static LogText.Text text(LogText log) {
        assertThat(log).isInstanceOf(LogText.Text.class);
        return (LogText.Text) log;
    }
}
