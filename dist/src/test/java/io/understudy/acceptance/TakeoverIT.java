package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job: the active dies, and its batches live on under the same ids. */
final class TakeoverIT {

    private static final int NUMBERS = 20;
    private static final String COUNT = "i=0; while [ $i -lt " + NUMBERS + " ]; do i=$((i+1)); echo $i; sleep 1; done";

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("takeover", 3, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void batchesLiveOnWhenTheDaemonIsKilled() throws IOException {
        double worst = 0;
        int times = Full.times(5);
        for (int i = 0; i < times; i++) {
            worst = Math.max(worst, takeover(false));
        }
        Full.report("takeover after kill -9 of the daemon", times, worst, bound());
    }

    @Test
    void batchesLiveOnWhenLauncherAndDaemonAreKilled() throws IOException {
        double worst = 0;
        int times = Full.times(5);
        for (int i = 0; i < times; i++) {
            worst = Math.max(worst, takeover(true));
        }
        Full.report("takeover after kill -9 of launcher and daemon", times, worst, bound());
    }

    /** Session timeout, one and a half ticks of 500 ms, and 2 s. */
    private static double bound() {
        return 6 + 0.75 + 2;
    }

    private double takeover(boolean withLauncher) throws IOException {
        String killed = stage.active();
        List<String> survivors = stage.others(killed);
        NodeClient standby = stage.client(survivors.get(0));
        Map<Integer, String> applications = new HashMap<>();
        int counting = stage.post(standby, COUNT);
        Whistle whistle = Whistle.in(stage);
        int succeeding = stage.post(standby, whistle.script());
        int failing = stage.post(standby, whistle.script() + "; exit 3");
        for (int id : List.of(counting, succeeding, failing)) {
            applications.put(
                    id, stage.awaitState(standby, id, "running").path("appId").asText());
        }

        long epoch = stage.epoch(killed);
        long begin = System.nanoTime();
        if (withLauncher) {
            stage.killWithLauncher(killed);
        } else {
            stage.kill(killed);
        }
        stage.activeAfter(epoch);
        double seconds = (System.nanoTime() - begin) / 1e9;
        for (String node : survivors) {
            JsonNode term = stage.term(node, epoch + 1);
            assertThat(term.path("cause").asText()).isEqualTo(withLauncher ? "lost" : "died");
            assertThat(term.path("from").path("node").asText()).isEqualTo(killed);
        }

        for (String node : survivors) {
            applications.forEach((id, application) -> {
                JsonNode batch = stage.batch(stage.client(node), id);
                assertThat(batch.path("id").asInt()).isEqualTo(id);
                assertThat(batch.path("appId").asText()).isEqualTo(application);
                assertThat(batch.path("state").asText()).isIn("running", "success");
            });
        }
        whistle.blow();
        stage.awaitState(standby, counting, "success");
        await().atMost(Stage.LIMIT).until(() -> numbers(standby, counting).size() >= NUMBERS);
        assertThat(numbers(standby, counting))
                .isEqualTo(IntStream.rangeClosed(1, NUMBERS)
                        .mapToObj(Integer::toString)
                        .toList());
        theKilledOneIsBack(killed, withLauncher, counting, applications);
        return seconds;
    }

    private List<String> numbers(NodeClient client, int id) {
        return stage.log(client, id).stream()
                .filter(line -> line.matches("\\d+"))
                .toList();
    }

    private void theKilledOneIsBack(
            String killed, boolean withLauncher, int counting, Map<Integer, String> applications) throws IOException {
        if (withLauncher) {
            stage.daemons().start(List.of(killed));
        }
        stage.joined(killed);
        NodeClient back = stage.client(killed);
        assertThat(stage.batch(back, counting).path("state").asText()).isEqualTo("success");
        List<String> ours = List.copyOf(applications.values());
        List<String> ids = List.copyOf(applications.keySet().stream()
                .sorted()
                .map(id -> stage.awaitState(back, id, "success", "dead")
                        .path("state")
                        .asText())
                .toList());
        assertThat(ids).containsExactly("success", "success", "dead");
        assertThat(stage.yarn().applications())
                .filteredOn(application -> ours.contains(application.path("id").asText()))
                .hasSize(3);
        ours.forEach(
                application -> assertThat(stage.yarn().attempts(application)).isEqualTo(1));
        assertThat(stage.yarn().applications()).hasSize(totalOf(back));
    }

    private int totalOf(NodeClient client) {
        return stage.get(client, "/batches?size=0").json().path("total").asInt();
    }
}
