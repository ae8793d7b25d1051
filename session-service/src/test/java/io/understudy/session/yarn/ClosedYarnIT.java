package io.understudy.session.yarn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.local.Server;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.YarnState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A local cluster that is taken down with work on it. */
@Timeout(180)
class ClosedYarnIT {

    @TempDir
    private Path dir = Path.of("replaced");

    @Test
    void nothingOfAContainerIsLeftThoughItsNodeManagerDiedAndTheCommandHid() throws Exception {
        List<ProcessHandle> hidden;
        try (RealYarn yarn = RealYarn.start(dir)) {
            var id = yarn.run("sleep 1000 & first=$!; setsid sleep 1000 & echo $first $!; wait");
            ApplicationReport running = yarn.awaitReport(
                    id,
                    report -> report.state() == YarnState.RUNNING
                            && !report.drivers().isEmpty());
            String pids = yarn.awaitLog(running, true, log -> !log.text().isEmpty());
            hidden = Arrays.stream(pids.trim().split(" ", -1))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            yarn.servers().kill(Server.NODE_MANAGER);
            assertThat(hidden).allMatch(ProcessHandle::isAlive);
        }
        for (ProcessHandle process : hidden) {
            process.onExit().get(60, SECONDS);
        }
    }
}
