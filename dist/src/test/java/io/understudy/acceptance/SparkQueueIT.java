package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.load.StandIn;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many Spark batches at once: all run, in their order, a few submissions at a time, on as many threads as before. */
final class SparkQueueIT {

    private static final int PARALLEL = 4;
    private static final int BATCHES = Full.ON ? 200 : 24;

    private static Stage stage;
    private static StandIn standIn;

    @BeforeAll
    static void open() throws IOException {
        Path dir = Stage.folder("spark-queue");
        Map<String, String> settings = new HashMap<>(StandIn.settings(dir));
        settings.put("session.submit.parallelism", Integer.toString(PARALLEL));
        stage = Stage.prepare(dir, "spark-queue", 2, settings);
        standIn = stage.standIn();
        stage.servers().start();
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void manyBatchesGoThroughANarrowDoorInTheirOrder() throws IOException {
        NodeClient standby = stage.client(stage.others(stage.active()).get(0));
        stage.awaitState(standby, post(standby), "success");
        Footprint before = Footprint.of(stage);
        List<Integer> ids = new ArrayList<>();
        double[] seconds = new double[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            long since = System.nanoTime();
            ids.add(post(standby));
            seconds[i] = (System.nanoTime() - since) / 1e9;
        }
        Footprint busy = Footprint.of(stage);
        for (int id : ids) {
            assertThat(stage.awaitState(standby, id, "success", "dead", "killed")
                            .path("state")
                            .asText())
                    .isEqualTo("success");
            assertThat(stage.yarn().applicationsOf(id)).hasSize(1);
        }

        assertThat(ids.stream().map(id -> begun(standby, id)).toList()).isSorted();
        assertThat(atOnce(standIn.runs())).isLessThanOrEqualTo(PARALLEL);
        assertThat(busy.ownThreads()).isEqualTo(before.ownThreads());
        Full.report("Spark batches through a stand-in, four at once", BATCHES);
        Full.reportMedian("POST of a Spark batch while others are submitted", seconds, 0.1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"file\":\"relative.jar\"}",
                "{\"file\":\"/etc/passwd\"}",
                "{\"file\":\"hdfs:/a.jar\",\"conf\":{\"spark.master\":\"local\"}}",
                "{\"file\":\"hdfs:/a.jar\",\"conf\":{\"spark.jars\":\"file:/etc/passwd\"}}",
                "{\"file\":\"hdfs:/a.jar\",\"conf\":{\"spark.yarn.tags\":\"understudy-00000000-0-aaaaaaaa\"}}",
                "{\"file\":\"hdfs:/a.jar\",\"driverMemory\":\"much\"}",
                "{\"file\":\"hdfs:/a.jar\",\"name\":\"123\"}",
            })
    void whatIsRejectedStartsNoProcess(String body) throws IOException {
        NodeClient standby = stage.client(stage.others(stage.active()).get(0));
        int before = standIn.runs().size();

        assertThat(standby.post("/batches", body, Map.of()).status()).isEqualTo(400);

        // What was accepted afterwards has run: so would have what was accepted before.
        stage.awaitState(standby, post(standby), "success");
        assertThat(standIn.runs()).hasSize(before + 2);
    }

    /** When the first attempt of a batch was begun. */
    private static Instant begun(NodeClient client, int id) {
        for (JsonNode change :
                stage.get(client, "/batches/" + id + "?detail=true").json().at("/detail/history")) {
            if (change.path("state").asText().equals("submitting")) {
                return Instant.parse(change.path("time").asText());
            }
        }
        throw new AssertionError("batch " + id + " was never tried");
    }

    /** The most runs that were under way at one time. */
    private static int atOnce(List<String> runs) {
        Set<String> under = new HashSet<>();
        int most = 0;
        for (String line : runs) {
            String batch = line.split(" ", 3)[1];
            if (line.startsWith("begun ")) {
                under.add(batch);
            } else {
                under.remove(batch);
            }
            most = Math.max(most, under.size());
        }
        return most;
    }

    private static int post(NodeClient client) throws IOException {
        NodeClient.Answer answer = client.post("/batches", standIn.request("go", "true"), Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asInt();
    }
}
