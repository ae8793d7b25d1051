package io.understudy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real servers: started, killed, restarted on the same ports, found again, ended. */
@Timeout(300)
class LocalClusterIT {

    private final Path lib = Path.of(System.getProperty("local.cluster.lib"));

    @TempDir
    private Path dir = Path.of("replaced");

    @Test
    void serversComeBackOnTheirPortsAndLeaveNoProcess() throws IOException {
        List<Long> pids;
        try (LocalCluster cluster = LocalCluster.open(dir, lib)) {
            cluster.start();
            long first = cluster.pid(Server.RESOURCE_MANAGER).orElseThrow();
            pids = cluster.pids();
            assertThat(pids).hasSize(3);

            cluster.kill(Server.RESOURCE_MANAGER);
            assertThat(cluster.isRunning(Server.RESOURCE_MANAGER)).isFalse();
            assertThat(ProcessHandle.of(first)).isEmpty();
            cluster.start(Server.RESOURCE_MANAGER);
            assertThat(cluster.pid(Server.RESOURCE_MANAGER).orElseThrow()).isNotEqualTo(first);
            cluster.await(Server.NODE_MANAGER);

            cluster.pause(Server.ZOOKEEPER);
            assertThat(cluster.isReady(Server.ZOOKEEPER)).isFalse();
            cluster.resume(Server.ZOOKEEPER);
            cluster.await(Server.ZOOKEEPER);

            LocalCluster again = LocalCluster.open(dir, lib);
            assertThat(again.ports()).isEqualTo(cluster.ports());
            assertThat(again.pids()).isEqualTo(cluster.pids());
            pids = cluster.pids();
        }
        List<Long> gone = pids;
        assertThat(gone).hasSize(3);
        await().untilAsserted(() ->
                assertThat(gone).noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    }

    @Test
    void oneOfTwoResourceManagersIsActive() throws IOException {
        try (LocalCluster cluster = LocalCluster.openWithTwoResourceManagers(dir, lib)) {
            cluster.start();
            URI first = cluster.activeResourceManager().orElseThrow();
            Server active =
                    first.equals(cluster.resourceManager()) ? Server.RESOURCE_MANAGER : Server.RESOURCE_MANAGER_2;

            cluster.kill(active);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.activeResourceManager()
                            .filter(uri -> !uri.equals(first))
                            .isPresent());
            cluster.await(Server.NODE_MANAGER);

            cluster.start(active);
            assertThat(cluster.isReady(active)).isTrue();
            assertThat(cluster.activeResourceManager()).isPresent().isNotEqualTo(Optional.of(first));
            assertThat(LocalCluster.open(dir, lib).ports()).isEqualTo(cluster.ports());
        }
    }

    @Test
    void aServerThatCannotStartIsReportedWithItsLog() throws IOException {
        try (LocalCluster cluster = LocalCluster.open(dir, lib);
                LocalCluster other = LocalCluster.open(
                        dir.resolve("other"),
                        lib,
                        Path.of(System.getProperty("java.home")),
                        cluster.ports().numbers())) {
            cluster.start(Server.ZOOKEEPER);
            assertThatThrownBy(() -> other.start(Server.ZOOKEEPER))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is taken by another program");
        }
    }
}
