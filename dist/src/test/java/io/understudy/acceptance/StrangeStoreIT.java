package io.understudy.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is not the one that the nodes have worked with, while YARN runs on. */
final class StrangeStoreIT {

    private static final Map<String, String> SHORT_HOLD = Map.of("ha.hold.time", "2s");

    private Stage stage;

    @BeforeEach
    void open() throws IOException {
        stage = Stage.open("strange-store", 2, SHORT_HOLD);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void aWipedZooKeeperIsRefusedAndNoApplicationIsTouched() throws IOException {
        NodeClient client = stage.client(stage.active());
        int batch = stage.post(client, "sleep 300");
        int other = stage.post(client, "sleep 300");
        stage.awaitState(client, batch, "running");
        stage.awaitState(client, other, "running");

        stage.servers().kill(Server.ZOOKEEPER);
        wipe(stage.servers().yarnConfDir().resolveSibling("zookeeper"));
        stage.servers().start(Server.ZOOKEEPER);

        for (String node : stage.ids()) {
            await(node + " to say what is wrong")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.reasons(node), reasons -> reasons.contains("store-memory.json"));
        }
        stage.kill("n1");
        await("the restarted node to say it too")
                .atMost(Stage.LIMIT)
                .until(() -> stage.reasons("n1"), reasons -> reasons.contains("store-memory.json"));
        for (String node : stage.ids()) {
            NodeClient.Answer refused = stage.post(stage.client(node), "true", Map.of());
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.json().path("msg").asText()).isNotEmpty();
        }
        assertThat(states(stage.yarn().applications())).containsExactly("RUNNING", "RUNNING");
    }

    @Test
    void twoClustersOfOneNameOnOneYarnLeaveEachOtherAlone() throws IOException {
        NodeClient first = stage.client(stage.active());
        int ofFirst = stage.post(first, "sleep 300");
        stage.awaitState(first, ofFirst, "running");
        try (LocalCluster zooKeeper = LocalCluster.open(
                        stage.dir().resolve("second-servers"), Stage.home().resolve("local-cluster/lib"));
                Stage second = Stage.over(
                        stage.dir().resolve("second"), zooKeeper, stage.servers(), stage.cluster(), 2, SHORT_HOLD)) {
            zooKeeper.start(Server.ZOOKEEPER);
            second.startDaemons();
            NodeClient client = second.client(second.active());
            int ofSecond = second.post(client, "sleep 300");
            int deleted = second.post(client, "sleep 300");
            second.awaitState(client, ofSecond, "running");
            second.awaitState(client, deleted, "running");
            assertThat(client.delete("/batches/" + deleted, Map.of()).status()).isEqualTo(200);

            await("the second cluster's active to name the first")
                    .atMost(Stage.LIMIT)
                    .until(() -> second.reasons(second.active()), reasons -> reasons.contains("ha.cluster.id"));
            String killed = stage.active();
            long epoch = stage.epoch(killed);
            stage.kill(killed);
            String successor = stage.activeAfter(epoch);
            await("the first cluster's new active to name the second")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.reasons(successor), reasons -> reasons.contains("ha.cluster.id"));
            await("the deleted batch's application to end")
                    .atMost(Stage.LIMIT)
                    .until(() -> states(stage.yarn().applications()), states -> states.contains("KILLED"));
            Stage.faultLasts(Duration.ofSeconds(5));
            assertThat(states(stage.yarn().applications())).containsExactly("KILLED", "RUNNING", "RUNNING");
            assertThat(stage.batch(stage.client(successor), ofFirst)
                            .path("state")
                            .asText())
                    .isEqualTo("running");
        }
    }

    @Test
    void aStoreThatANewerReleaseHasFinalizedIsRefused() throws Exception {
        String conf = stage.dir().resolve("conf").toString();
        Command.Result result = Command.run(Map.of(), "haadmin", "--conf", conf, "finalize", "--yes");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("nothing to do: the store has format 1 already\n");
        assertThat(stage.status("n1").orElseThrow().path("storeFormat").asInt()).isEqualTo(1);

        finalizeAsANewerRelease();

        for (String node : stage.ids()) {
            await(node + " to say what is wrong")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.reasons(node), reasons -> reasons.contains("needs format 2"));
            assertThat(stage.status(node).orElseThrow().path("storeFormat").asInt())
                    .isEqualTo(2);
            assertThat(stage.status(node).orElseThrow().path("serving").asBoolean())
                    .isFalse();
        }
    }

    /** What the winner of the next term would write. */
    private void finalizeAsANewerRelease() throws Exception {
        String epoch = "/understudy/" + stage.cluster() + "/epoch";
        ZooKeeper newer = stage.zooKeeper();
        try {
            String record = new String(newer.getData(epoch, false, null), UTF_8);
            newer.setData(
                    epoch, record.replace("\"format\":1,", "\"format\":2,").getBytes(UTF_8), -1);
        } finally {
            newer.close();
        }
    }

    private static List<String> states(List<JsonNode> applications) {
        return applications.stream()
                .map(application -> application.path("state").asText())
                .sorted()
                .toList();
    }

    private static void wipe(Path dir) throws IOException {
        assertThat(dir).isDirectory();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
