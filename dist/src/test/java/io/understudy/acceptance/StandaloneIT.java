package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service alone: the same {@code /batches}, no leadership. */
final class StandaloneIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.prepare("standalone", 1, Map.of());
        stage.servers().start();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void hasItsSessionsAfterKillAndRestart() throws Exception {
        Standalone alone = Standalone.over(stage, "alone", Map.of());
        Whistle whistle = Whistle.in(stage);
        NodeClient client = alone.client();
        int quick;
        int slow;
        String application;
        Process service = alone.start();
        try {
            quick = stage.post(client, "echo hello; exit 3");
            slow = stage.post(client, whistle.script());
            stage.awaitState(client, quick, "dead");
            application =
                    stage.awaitState(client, slow, "running").path("appId").asText();
        } finally {
            service.destroyForcibly().waitFor();
        }
        Process again = alone.start();
        try {
            assertThat(stage.batch(client, quick).path("state").asText()).isEqualTo("dead");
            assertThat(stage.log(client, quick)).contains("hello");
            assertThat(stage.batch(client, slow).path("appId").asText()).isEqualTo(application);
            whistle.blow();
            stage.awaitState(client, slow, "success");
            assertThat(client.delete("/batches/" + slow, Map.of()).body()).isEqualTo("{\"msg\":\"deleted\"}");
            assertThat(client.get("/batches/" + slow).status()).isEqualTo(404);
        } finally {
            again.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesTheRootOfALiveCluster() throws Exception {
        Stage live = Stage.over(stage.dir().resolve("live"), stage.servers(), "live", 1, Map.of());
        try {
            live.startDaemons();
            Command.Result refused = Command.run(
                    Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString()),
                    "session-service",
                    "run",
                    "--conf",
                    Standalone.over(live, "live", Map.of()).conf().toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("n1").doesNotContain("Exception").doesNotContain("\tat ");
        } finally {
            live.daemons().stop(live.ids());
        }
    }
}
