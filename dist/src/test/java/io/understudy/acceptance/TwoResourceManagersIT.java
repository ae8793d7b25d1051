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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of two ResourceManagers the active one dies, with batches running and batches on their way to it. */
final class TwoResourceManagersIT {

    private static final String SUCCESS = "success";
    private static final String DEAD = "dead";

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        Path dir = Stage.folder("two-resource-managers");
        LocalCluster servers = LocalCluster.openWithTwoResourceManagers(
                dir.resolve("servers"), Stage.home().resolve("local-cluster/lib"));
        stage = Stage.over(dir, servers, "two-resource-managers", 2, Map.of());
        servers.start();
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void eachBatchEndsAsYarnSaysInOneApplication() throws IOException {
        NodeClient client = stage.client(stage.active());
        Map<Integer, String> ends = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            ends.put(stage.post(client, "sleep 20"), SUCCESS);
            ends.put(stage.post(client, "sleep 15; exit 3"), DEAD);
        }
        ends.keySet().forEach(id -> stage.awaitState(client, id, "running"));
        URI killed = stage.servers().activeResourceManager().orElseThrow();

        post(client, ends);
        stage.servers()
                .kill(
                        killed.equals(stage.servers().resourceManager())
                                ? Server.RESOURCE_MANAGER
                                : Server.RESOURCE_MANAGER_2);
        post(client, ends);
        URI successor = await("the other ResourceManager to be active")
                .atMost(Stage.LIMIT)
                .until(
                        () -> {
                            noStateIsFalse(client, ends);
                            return stage.servers().activeResourceManager();
                        },
                        Optional::isPresent)
                .orElseThrow();
        assertThat(successor).isNotEqualTo(killed);
        post(client, ends);

        await("all batches to end").atMost(Stage.LIMIT).until(() -> noStateIsFalse(client, ends) == ends.size());
        Yarn yarn = new Yarn(successor);
        for (int id : ends.keySet()) {
            String application = stage.batch(client, id).path("appId").asText();
            assertThat(yarn.applicationsOf(id))
                    .as("applications of batch " + id)
                    .extracting(app -> app.path("id").asText())
                    .containsExactly(application);
            assertThat(yarn.attempts(application)).as(application).isEqualTo(1);
        }
        assertThat(yarn.applications()).hasSize(ends.size());
    }

    private static void post(NodeClient client, Map<Integer, String> ends) {
        for (int i = 0; i < 5; i++) {
            ends.put(stage.post(client, "true"), SUCCESS);
            ends.put(stage.post(client, "exit 3"), DEAD);
        }
    }

    /** How many have ended; each either has not, or as it will. */
    private static int noStateIsFalse(NodeClient client, Map<Integer, String> ends) {
        int ended = 0;
        for (Map.Entry<Integer, String> batch : ends.entrySet()) {
            JsonNode now = stage.batch(client, batch.getKey());
            String state = now.path("state").asText();
            assertThat(state).as(now.toString()).isIn("starting", "running", batch.getValue());
            ended += state.equals(batch.getValue()) ? 1 : 0;
        }
        return ended;
    }
}
