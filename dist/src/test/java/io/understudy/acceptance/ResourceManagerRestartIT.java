package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ResourceManager dies and comes back, with batches running and batches on their way to it. */
final class ResourceManagerRestartIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("resource-manager", 2, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void eachBatchEndsAsYarnSaysInOneApplication() throws IOException {
        NodeClient client = stage.client(stage.active());
        List<Integer> succeed = new ArrayList<>();
        List<Integer> fail = new ArrayList<>();
        Whistle whistle = Whistle.in(stage);
        for (int i = 0; i < 3; i++) {
            succeed.add(stage.post(client, whistle.script()));
            fail.add(stage.post(client, whistle.script() + "; exit 3"));
        }
        succeed.forEach(id -> stage.awaitState(client, id, "running"));
        fail.forEach(id -> stage.awaitState(client, id, "running"));
        for (int i = 0; i < 3; i++) {
            succeed.add(stage.post(client, "true"));
        }

        stage.servers().kill(Server.RESOURCE_MANAGER);
        for (int i = 0; i < 3; i++) {
            succeed.add(stage.post(client, "true"));
            fail.add(stage.post(client, "exit 3"));
        }
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            for (int id : concat(succeed, fail)) {
                assertThat(stage.batch(client, id).path("state").asText()).isIn("starting", "running", "success");
            }
            Stage.faultLasts(Duration.ofMillis(200));
        }
        stage.servers().start(Server.RESOURCE_MANAGER);
        whistle.blow();

        Set<String> applications = new HashSet<>();
        for (int id : concat(succeed, fail)) {
            JsonNode batch = stage.awaitState(client, id, "success", "dead", "killed");
            String application = batch.path("appId").asText();
            boolean succeeds = succeed.contains(id) && !stage.yarn().lost(application);
            assertThat(batch.path("state").asText()).as(batch.toString()).isEqualTo(succeeds ? "success" : "dead");
            applications.add(application);
        }
        assertThat(applications).hasSize(succeed.size() + fail.size());
        assertThat(stage.yarn().applications()).hasSize(succeed.size() + fail.size());
        applications.forEach(
                application -> assertThat(stage.yarn().attempts(application)).isEqualTo(1));
    }

    private static List<Integer> concat(List<Integer> first, List<Integer> second) {
        List<Integer> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
