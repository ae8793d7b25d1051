package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.load.StandIn;
import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The active dies while one spark-submit has not submitted yet, another has and nobody has recorded it, and a third batch
 * runs: with its launcher's proof the first is submitted again, without it nobody dares to; nothing is ever there twice.
 */
final class SparkCrashIT {

    private static final Duration OUTAGE = Duration.ofSeconds(12);

    private static Stage stage;
    private static StandIn standIn;

    @BeforeAll
    static void open() throws IOException {
        Path dir = Stage.folder("spark-crash");
        Map<String, String> settings = new HashMap<>(StandIn.settings(dir));
        settings.put("ha.zookeeper.session-timeout.ms", "3000");
        settings.put("session.submit.horizon", "30s");
        stage = Stage.prepare(dir, "spark-crash", 2, settings);
        standIn = stage.standIn();
        stage.servers().start();
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, true", "false, false", "true, false"})
    void whateverDiesThereIsOneApplicationOrNone(boolean launcherToo, boolean yarnStays) throws Exception {
        String active = stage.active();
        NodeClient survivor = stage.client(stage.others(active).get(0));
        Whistle whistle = Whistle.in(stage);
        int running = post("go", whistle.script());
        JsonNode ran = stage.awaitState(survivor, running, "running");
        standIn.hold();
        int unsubmitted = post("before", whistle.script());
        int submitted = post("after", whistle.script());
        awaitReached("before");
        awaitReached("after");

        if (!yarnStays) {
            stage.servers().kill(Server.RESOURCE_MANAGER);
        }
        if (launcherToo) {
            stage.killWithLauncher(active);
        } else {
            stage.kill(active);
        }
        standIn.letGo();
        if (!yarnStays) {
            assertThat(stage.activeBut(active)).isEqualTo(stage.others(active).get(0));
            // The poller asks every second: it has failed ten times by then.
            Stage.faultLasts(OUTAGE);
            for (int batch : List.of(unsubmitted, submitted, running)) {
                assertThat(stage.batch(survivor, batch).path("state").asText()).isIn("starting", "running");
            }
            stage.servers().start(Server.RESOURCE_MANAGER);
        }

        stage.awaitState(survivor, submitted, "running");
        whistle.blow();
        succeeds(survivor, submitted);
        assertThat(succeeds(survivor, running).path("appId")).isEqualTo(ran.path("appId"));
        if (launcherToo) {
            JsonNode ended = stage.awaitState(survivor, unsubmitted, "success", "dead", "killed");
            assertThat(ended.path("state").asText()).isEqualTo("dead");
            assertThat(stage.log(survivor, unsubmitted)).contains("submission outcome unknown, not repeated");
            assertThat(stage.yarn().applicationsOf(unsubmitted)).isEmpty();
            stage.daemons().start(List.of(active));
        } else {
            succeeds(survivor, unsubmitted);
        }
        stage.joined(active);
    }

    private static void awaitReached(String point) {
        await("spark-submit to be at '" + point + "'").atMost(Stage.LIMIT).until(() -> standIn.hasReached(point));
    }

    /** Through whoever is active, as a client does that knows one node only. */
    private static int post(String point, String script) throws IOException {
        NodeClient.Answer answer =
                stage.client(stage.ids().get(0)).post("/batches", standIn.request(point, script), Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asInt();
    }

    private static JsonNode succeeds(NodeClient client, int batch) {
        JsonNode ended = stage.awaitState(client, batch, "success", "dead", "killed");
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("success");
        List<JsonNode> applications = stage.yarn().applicationsOf(batch);
        assertThat(applications)
                .singleElement()
                .satisfies(application -> assertThat(application.path("id")).isEqualTo(ended.path("appId")));
        return ended;
    }
}
