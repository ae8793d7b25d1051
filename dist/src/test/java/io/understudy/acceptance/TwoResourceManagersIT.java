package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of two ResourceManagers the active one dies, with batches running and batches on their way to it. */
final class TwoResourceManagersIT {

    private static final String SUCCESS = "success";
    private static final String DEAD = "dead";

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        Path dir = Stage.folder("two-resource-managers");
        LocalCluster servers = LocalCluster.openWithTwoResourceManagers(
                dir.resolve("servers"), Stage.home().resolve("local-cluster/lib"));
        stage = Stage.over(dir, servers, "two-resource-managers", 2, Spark.settingsIfAssembled());
        servers.start();
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @BeforeEach
    void both() throws IOException {
        stage.servers().start();
    }

    @Test
    void eachBatchEndsAsYarnSaysInOneApplication() throws IOException {
        NodeClient client = stage.client(stage.active());
        Map<Integer, String> ends = new LinkedHashMap<>();
        Whistle whistle = Whistle.in(stage);
        for (int i = 0; i < 2; i++) {
            ends.put(stage.post(client, whistle.script()), SUCCESS);
            ends.put(stage.post(client, whistle.script() + "; exit 3"), DEAD);
        }
        ends.keySet().forEach(id -> stage.awaitState(client, id, "running"));

        post(client, ends);
        Server killed = killTheActive();
        post(client, ends);
        awaitSuccessorOf(killed, client, ends);
        post(client, ends);
        whistle.blow();

        awaitEnds(client, ends);
        for (int id : ends.keySet()) {
            String application = stage.batch(client, id).path("appId").asText();
            assertThat(yarn().attempts(application)).as(application).isEqualTo(1);
        }
    }

    @Test
    void eachSparkBatchEndsAsYarnSaysInOneApplication() throws Exception {
        Spark.assembled();
        NodeClient client = stage.client(stage.active());
        Map<Integer, String> ends = new LinkedHashMap<>();
        int running = post(client, Spark.request("sleep", "20"));
        stage.awaitState(client, running, "running");
        ends.put(running, SUCCESS);
        int accepted = post(client, Spark.request("count", "10"));
        ends.put(accepted, SUCCESS);
        await("an application of batch " + accepted)
                .atMost(Stage.LIMIT)
                .until(() -> !yarn().applicationsOf(accepted).isEmpty());
        ends.put(post(client, Spark.request("count", "10")), SUCCESS);

        Server killed = killTheActive();
        awaitSuccessorOf(killed, client, ends);

        awaitEnds(client, ends);
    }

    private static Server killTheActive() throws IOException {
        Server active = stage.servers().resourceManager().equals(activeResourceManager())
                ? Server.RESOURCE_MANAGER
                : Server.RESOURCE_MANAGER_2;
        stage.servers().kill(active);
        return active;
    }

    private static URI activeResourceManager() {
        return stage.servers().activeResourceManager().orElseThrow();
    }

    private static Yarn yarn() {
        return new Yarn(activeResourceManager());
    }

    private static void awaitSuccessorOf(Server killed, NodeClient client, Map<Integer, String> ends) {
        await("the other ResourceManager to be active").atMost(Stage.LIMIT).until(() -> {
            noStateIsFalse(client, ends);
            return stage.servers().activeResourceManager().isPresent();
        });
        assertThat(stage.servers().isRunning(killed)).isFalse();
    }

    /** Waits until all have ended, each as it has to and in one application. */
    private static void awaitEnds(NodeClient client, Map<Integer, String> ends) {
        await("all batches to end").atMost(Stage.LIMIT).until(() -> noStateIsFalse(client, ends) == ends.size());
        for (int id : ends.keySet()) {
            String application = stage.batch(client, id).path("appId").asText();
            assertThat(yarn().applicationsOf(id))
                    .as("applications of batch " + id)
                    .extracting(app -> app.path("id").asText())
                    .containsExactly(application);
        }
    }

    private static int post(NodeClient client, String request) throws IOException {
        NodeClient.Answer answer = client.post("/batches", request, Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asInt();
    }

    private static void post(NodeClient client, Map<Integer, String> ends) {
        for (int i = 0; i < 3; i++) {
            ends.put(stage.post(client, "true"), SUCCESS);
            ends.put(stage.post(client, "exit 3"), DEAD);
        }
    }

    /** How many have ended; each either has not, or as it will, or as YARN alone has it. */
    private static int noStateIsFalse(NodeClient client, Map<Integer, String> ends) {
        int ended = 0;
        for (Map.Entry<Integer, String> batch : ends.entrySet()) {
            JsonNode now = stage.batch(client, batch.getKey());
            String state = now.path("state").asText();
            assertThat(List.of("starting", "running", batch.getValue()).contains(state)
                            || (state.equals(DEAD)
                                    && yarn().lost(now.path("appId").asText())))
                    .as("the truth of %s", now)
                    .isTrue();
            ended += List.of(SUCCESS, DEAD).contains(state) ? 1 : 0;
        }
        return ended;
    }
}
