package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The active dies at each step between POST and RUNNING, and within DELETE. */
final class CrashPointIT {

    /** Long enough for a poll to see it run. */
    private static final String COMMAND = "sleep 4";

    private static Stage stage;
    private static FailingDaemons daemons;
    private static Path armed;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.prepare("crash-point", 2, Map.of("ha.zookeeper.session-timeout.ms", "3000"));
        daemons = new FailingDaemons(stage);
        armed = stage.dir().resolve("armed");
        stage.servers().start();
        for (String node : stage.ids()) {
            daemons.start(node, armed);
        }
        stage.ids().forEach(stage::joined);
    }

    @AfterAll
    static void close() throws IOException {
        daemons.close();
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before create",
                "after create",
                "before new application",
                "after new application",
                "before submitting",
                "after submitting",
                "before submit",
                "after submit",
                "before starting",
                "after starting",
                "before running",
                "after running",
            })
    void theBatchExistsAfterA201AndRunsOnce(String point) throws Exception {
        String active = stage.active();
        NodeClient survivor = stage.client(stage.others(active).get(0));
        String key = UUID.randomUUID().toString();

        Files.writeString(armed, point);
        NodeClient.Answer answer = stage.post(survivor, COMMAND, Map.of("Idempotency-Key", key));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        int id = answer.json().path("id").asInt();
        awaitDeath(active);

        JsonNode ended = stage.awaitState(survivor, id, "success", "dead", "killed");
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("success");
        NodeClient.Answer again = stage.post(survivor, COMMAND, Map.of("Idempotency-Key", key));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().path("id").asInt()).isEqualTo(id);
        assertRanOnce(id, ended.path("appId").asText());
        daemons.start(active, armed);
        stage.joined(active);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before tombstone", "after tombstone", "before kill", "after kill"})
    void aDeletedBatchIsGoneAndStaysGone(String point) throws Exception {
        String active = stage.active();
        NodeClient survivor = stage.client(stage.others(active).get(0));
        String key = UUID.randomUUID().toString();
        Map<String, String> posted = Map.of("Idempotency-Key", key);
        Map<String, String> deleting =
                Map.of("Idempotency-Key", UUID.randomUUID().toString());
        int id = stage.post(survivor, "sleep 600", posted).json().path("id").asInt();
        String application =
                stage.awaitState(survivor, id, "running").path("appId").asText();

        Files.writeString(armed, point);
        assertThat(survivor.delete("/batches/" + id, deleting).body()).isEqualTo("{\"msg\":\"deleted\"}");
        awaitDeath(active);

        assertThat(stage.get(survivor, "/batches/" + id).status()).isEqualTo(404);
        assertThat(survivor.delete("/batches/" + id, deleting).status()).isEqualTo(200);
        await("application " + application + " to be killed")
                .atMost(Stage.LIMIT)
                .until(() -> application(application).path("state").asText(), "KILLED"::equals);
        NodeClient.Answer again = stage.post(survivor, "sleep 600", posted);
        assertThat(again.status()).as(again.body()).isBetween(400, 499);
        assertRanOnce(id, application);
        daemons.start(active, armed);
        stage.joined(active);
    }

    private static void assertRanOnce(int id, String application) {
        assertThat(stage.yarn().applicationsOf(id))
                .singleElement()
                .satisfies(app -> assertThat(app.path("id").asText()).isEqualTo(application));
        assertThat(stage.yarn().attempts(application)).isEqualTo(1);
    }

    private static JsonNode application(String id) {
        return stage.yarn().applications().stream()
                .filter(app -> app.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitDeath(String node) throws InterruptedException {
        assertThat(daemons.process(node).waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(node + " passes the armed point")
                .isTrue();
        assertThat(daemons.process(node).exitValue()).isEqualTo(137);
    }
}
