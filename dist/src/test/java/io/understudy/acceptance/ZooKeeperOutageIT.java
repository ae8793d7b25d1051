package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ZooKeeper goes away for a while. */
final class ZooKeeperOutageIT {

    /** The longest that ZooKeeper grants with ticks of 500 ms: a blink has to be shorter, its restart included. */
    private static final int SESSION_TIMEOUT = 10_000;

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open(
                "zookeeper-outage", 3, Map.of("ha.zookeeper.session-timeout.ms", Integer.toString(SESSION_TIMEOUT)));
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void aBlinkIsNotAFailover() throws IOException {
        String active = stage.active();
        long epoch = epoch(active);
        int id = stage.post(stage.client(active), "sleep 60");

        stage.servers().kill(Server.ZOOKEEPER);
        stage.awaitRole(active, List.of("suspended"));
        stage.servers().start(Server.ZOOKEEPER);

        stage.awaitRole(active, List.of("active"));
        assertThat(epoch(active)).isEqualTo(epoch);
        stage.others(active)
                .forEach(standby -> assertThat(stage.batch(stage.client(standby), id)
                                .path("id")
                                .asInt())
                        .isEqualTo(id));
        assertThat(stage.active()).isEqualTo(active);
    }

    @Test
    void nobodyClaimsToBeActiveWhileZooKeeperIsAwayAndServiceResumesByItself() throws IOException {
        NodeClient client = stage.client(stage.active());
        int running = stage.post(client, "sleep 120");
        int ending = stage.post(client, "sleep 10");
        String application =
                stage.awaitState(client, running, "running").path("appId").asText();
        stage.awaitState(client, ending, "running");

        stage.servers().kill(Server.ZOOKEEPER);
        await("no node claims to be active")
                .atMost(Stage.LIMIT)
                .until(() -> stage.ids().stream().noneMatch(ZooKeeperOutageIT::claims));
        long end = System.nanoTime() + Duration.ofSeconds(25).toNanos();
        while (System.nanoTime() < end) {
            assertThat(stage.ids()).noneMatch(ZooKeeperOutageIT::claims);
            Stage.faultLasts(Duration.ofMillis(200));
        }
        stage.servers().start(Server.ZOOKEEPER);

        String active = stage.active();
        for (String node : stage.ids()) {
            stage.joined(node);
            assertThat(stage.batch(stage.client(node), running).path("state").asText())
                    .isEqualTo("running");
            assertThat(stage.batch(stage.client(node), running).path("appId").asText())
                    .isEqualTo(application);
        }
        stage.awaitState(stage.client(active), ending, "success");
    }

    private static boolean claims(String node) {
        return stage.get(stage.client(node), "/ha/active").ok()
                || stage.status(node)
                        .map(status -> status.path("serving").asBoolean())
                        .orElse(false);
    }

    private static long epoch(String node) {
        return stage.status(node).orElseThrow().path("epoch").asLong();
    }
}
