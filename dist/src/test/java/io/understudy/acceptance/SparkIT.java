package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spark batches with a real Spark, through a standby. All run at once: what takes time is Spark's start. */
final class SparkIT {

    private static Stage stage;
    private static NodeClient client;
    private static int counting;
    private static JsonNode running;
    private static int throwing;
    private static int deleted;
    private static int killed;

    @BeforeAll
    static void open() throws Exception {
        Spark spark = Spark.assembled();
        stage = Stage.open("spark", 2, spark.settings());
        client = stage.client(stage.others(stage.active()).get(0));
        counting = post("count", "1000", "sleep", "10");
        throwing = post("fail", "no more of this");
        deleted = post("sleep", "600");
        killed = post("sleep", "600");
        running = stage.awaitState(client, counting, "running");
    }

    @AfterAll
    static void close() throws IOException {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aJobRunsToItsEnd() {
        String application = running.path("appId").asText();
        assertThat(application).startsWith("application_");
        assertThat(running.at("/appInfo/driverLogUrl").asText())
                .startsWith("http://")
                .contains("/containerlogs/");
        assertThat(running.at("/appInfo/sparkUiUrl").asText())
                .startsWith("http://")
                .contains(application);

        JsonNode ended = stage.awaitState(client, counting, "success", "dead", "killed");

        assertThat(ended.path("state").asText()).isEqualTo("success");
        assertThat(ended.path("appId").asText()).isEqualTo(application);
        assertThat(ofYarn(counting).path("finalStatus").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aJobThatThrowsIsDead() {
        JsonNode ended = stage.awaitState(client, throwing, "success", "dead", "killed");

        assertThat(ended.path("state").asText()).isEqualTo("dead");
        assertThat(ofYarn(throwing).path("finalStatus").asText()).isEqualTo("FAILED");
        await("the exception in the log")
                .atMost(Stage.LIMIT)
                .until(() -> String.join("\n", stage.log(client, throwing)), log -> log.contains("no more of this"));
    }

    /** As Airflow reads it: page after page from where it stopped, a page behind the end included. */
    @Test
    void everyLineOfALogIsReadOnceAcrossATakeover() throws IOException {
        int batch = post("lines", "30", "sleep", "15", "lines", "30");
        stage.awaitState(client, batch, "running");
        List<String> read = new ArrayList<>();
        await("lines of the driver").atMost(Stage.LIMIT).until(() -> {
            page(batch, read);
            return read.contains("err 30");
        });
        String active = stage.active();
        stage.kill(active);
        stage.activeBut(active);

        await("the end of the job")
                .atMost(Stage.LIMIT)
                .until(() -> page(batch, read).equals("success"));
        await("all lines").atMost(Stage.LIMIT).until(() -> {
            page(batch, read);
            return read.size() == stage.log(client, batch).size() && read.contains("out 60");
        });
        assertThat(read).isEqualTo(stage.log(client, batch));
        for (String stream : List.of("out", "err")) {
            for (int i = 1; i <= 60; i++) {
                assertThat(Collections.frequency(read, stream + " " + i)).isEqualTo(1);
            }
        }
        stage.joined(active);
    }

    @Test
    void severalAtOnceMakeOneApplicationEach() throws IOException {
        int count = Full.times(8);
        List<Integer> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(post("count", "10"));
        }
        for (int batch : batches) {
            JsonNode ended = stage.awaitState(client, batch, "success", "dead", "killed");
            assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("success");
            assertThat(ofYarn(batch).path("id")).isEqualTo(ended.path("appId"));
        }
        Full.report("batches at once through the real spark-submit", count);
    }

    @Test
    void aDeletedJobIsKilled() throws IOException {
        String application =
                stage.awaitState(client, deleted, "running").path("appId").asText();

        NodeClient.Answer answer = client.delete("/batches/" + deleted, Map.of("X-Requested-By", "SparkIT"));

        assertThat(answer.body()).isEqualTo("{\"msg\":\"deleted\"}");
        assertThat(stage.get(client, "/batches/" + deleted).status()).isEqualTo(404);
        await(application + " to be killed")
                .atMost(Stage.LIMIT)
                .until(() -> ofYarn(deleted).path("state").asText(), "KILLED"::equals);
        awaitNothingStaged(application);
    }

    @Test
    void aJobThatYarnKillsIsKilled() throws Exception {
        String application =
                stage.awaitState(client, killed, "running").path("appId").asText();

        try (YarnClient yarn = YarnClient.createYarnClient()) {
            Configuration site = new Configuration();
            site.addResource(stage.servers()
                    .yarnConfDir()
                    .resolve("yarn-site.xml")
                    .toUri()
                    .toURL());
            yarn.init(new YarnConfiguration(site));
            yarn.start();
            yarn.killApplication(ApplicationId.fromString(application));
        }

        JsonNode ended = stage.awaitState(client, killed, "success", "dead", "killed");
        assertThat(ended.path("state").asText()).isEqualTo("killed");
        awaitNothingStaged(application);
    }

    @Test
    void theExamplesForCurlWork() throws Exception {
        List<String> said =
                ClientsPage.run(client.base(), ClientsPage.examples("bash"), "bash", "-e", "-o", "pipefail", "-s");

        assertThat(said.get(0)).contains("\"version\":\"0.9.0");
        assertThat(said.get(1)).startsWith("{\"id\":");
        assertThat(said.get(2).substring(0, 10)).isEqualTo(said.get(1).substring(0, 10));
        assertThat(said).anyMatch(line -> line.endsWith("\"state\":\"success\"}"));
        assertThat(said.get(said.size() - 1)).isEqualTo("{\"msg\":\"deleted\"}");
    }

    @Test
    void theExampleForPythonWorks() throws Exception {
        String python = ClientsPage.python().orElse("");
        assumeTrue(!python.isEmpty(), "there is no Python with requests; on Debian: apt-get install python3-requests");

        List<String> said = ClientsPage.run(client.base(), ClientsPage.examples("python"), python, "-");

        assertThat(said).contains("state success");
        assertThat(said.get(said.size() - 1)).startsWith("application application_");
    }

    /** Reads on where {@code read} ends; the state of the batch before. */
    private static String page(int batch, List<String> read) {
        String state = stage.get(client, "/batches/" + batch + "/state")
                .json()
                .path("state")
                .asText();
        stage.get(client, "/batches/" + batch + "/log?from=" + read.size() + "&size=20")
                .json()
                .path("log")
                .forEach(line -> read.add(line.asText()));
        return state;
    }

    private static int post(String... steps) throws IOException {
        NodeClient.Answer answer = client.post("/batches", Spark.request(steps), Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("state").asText()).isEqualTo("starting");
        return answer.json().path("id").asInt();
    }

    private static void awaitNothingStaged(String application) {
        Path staged = Path.of(System.getProperty("user.home"), ".sparkStaging", application);
        await(staged + " to be gone").atMost(Stage.LIMIT).until(() -> !Files.exists(staged));
    }

    /** The one application that YARN has of a batch. */
    private static JsonNode ofYarn(int batch) {
        List<JsonNode> applications = stage.yarn().applicationsOf(batch);
        assertThat(applications).hasSize(1);
        return applications.get(0);
    }
}
