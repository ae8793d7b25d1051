package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators ask of a cluster that runs: to pause and to resume, to step down, to stop. */
final class OrdersIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("orders", 3, Map.of("ha.stop.grace.ms", "10000"));
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void inAPauseNobodyTakesOverFromAHostThatDied() throws Exception {
        String active = stage.active();
        List<String> others = stage.others(active);
        int batch = stage.post(stage.client(active), "true");
        long epoch = stage.epoch(active);
        haadmin(0, "pause", "--for", "1h", "--reason", "new disks", "--yes");
        for (String other : others) {
            stage.awaitRole(other, List.of("sidelined"));
            assertThat(stage.reasons(other)).contains("(new disks): only " + active + " may take over");
            assertThat(status(other, "/ha/startupz")).isEqualTo(200);
            assertThat(stage.batch(stage.client(other), batch).path("id").asInt())
                    .isEqualTo(batch);
        }

        stage.killWithLauncher(active);
        awaitLockGone();
        // Nothing is to happen, for as long as the test cares to wait.
        Stage.faultLasts(Duration.ofSeconds(4));
        for (String other : others) {
            stage.awaitRole(other, List.of("sidelined"));
            assertThat(stage.epoch(other)).isEqualTo(epoch);
            assertThat(status(other, "/ha/active")).isEqualTo(503);
        }
        CompletableFuture<NodeClient.Answer> held =
                CompletableFuture.supplyAsync(() -> stage.get(stage.client(others.get(0)), "/batches/" + batch));
        await().atMost(Stage.LIMIT)
                .until(() ->
                        stage.status(others.get(0)).orElseThrow().path("held").asInt() > 0);
        haadmin(0, "resume");

        assertThat(others).contains(stage.activeAfter(epoch));
        assertThat(held.get(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(200);
        stage.daemons().start(List.of(active));
        stage.joined(active);
    }

    @Test
    void aPauseThatRunsOutEndsInATakeover() throws Exception {
        String active = stage.active();
        List<String> others = stage.others(active);
        long epoch = stage.epoch(active);
        haadmin(0, "pause", "--for", "10s", "--yes");
        stage.killWithLauncher(active);

        Map<Instant, JsonNode> seen = new TreeMap<>();
        await("a takeover").atMost(Stage.LIMIT).until(() -> {
            Instant now = Instant.now();
            JsonNode status = stage.status(others.get(0)).orElseThrow();
            seen.put(now, status.path("paused").path("until"));
            return status.path("epoch").asLong() > epoch;
        });

        String next = stage.activeAfter(epoch);
        Instant over = Instant.parse(seen.values().iterator().next().asText());
        JsonNode term = stage.term(next, epoch + 1);
        assertThat(Instant.parse(term.path("since").asText())).isAfterOrEqualTo(over);
        assertThat(stage.epoch(next)).isEqualTo(epoch + 1);
        seen.forEach((at, until) -> assertThat(until.asText())
                .as(at.toString())
                .isEqualTo(at.isBefore(over) ? over.toString() : until.asText()));
        stage.daemons().start(List.of(active));
        stage.joined(active);
    }

    @Test
    void inAPauseTheLastActiveComesBackAndASwitchoverIsObeyed() throws Exception {
        String active = stage.active();
        List<String> others = stage.others(active);
        long epoch = stage.epoch(active);
        haadmin(0, "pause", "--yes");
        long before = stage.node(others.get(0)).pid().orElseThrow();
        stage.kill(others.get(0));
        await("another process of " + others.get(0))
                .atMost(Stage.LIMIT)
                .until(() -> stage.node(others.get(0)).pid().orElse(before) != before);
        await("a node that starts in the pause")
                .atMost(Stage.LIMIT)
                .until(() -> stage.reasons(others.get(0)).contains("only " + active + " may take over"));

        stage.kill(active);
        assertThat(stage.activeAfter(epoch)).isEqualTo(active);

        await("a candidate")
                .atMost(Stage.LIMIT)
                .until(() -> stage.status(others.get(0))
                        .map(status -> status.path("candidate").asBoolean())
                        .orElse(false));
        haadmin(0, "switchover", "--to", others.get(0), "--yes");
        assertThat(stage.active()).isEqualTo(others.get(0));
        stage.awaitRole(active, List.of("sidelined"));
        await("what the pause means now")
                .atMost(Stage.LIMIT)
                .until(() -> stage.reasons(active).contains("only " + others.get(0) + " may take over"));
        haadmin(0, "resume");
        stage.ids().forEach(stage::joined);
        assertThat(stage.active()).isEqualTo(others.get(0));
    }

    /** An archive of classes, which the first look leaves, makes those after it quick. */
    @Test
    void aLookIsQuick() throws Exception {
        String conf = stage.dir().resolve("conf").toString();
        Command.run(Map.of(), "haadmin", "--conf", conf, "status");
        double[] seconds = new double[Full.times(20)];
        for (int i = 0; i < seconds.length; i++) {
            long began = System.nanoTime();
            Command.Result look = Command.run(Map.of(), "haadmin", "--conf", conf, "status");
            seconds[i] = (System.nanoTime() - began) / 1e9;
            assertThat(look.out()).startsWith("cluster orders, epoch ");
        }
        Full.reportMedian("haadmin status, warm", seconds, 0.5);
    }

    @Test
    void theActiveStepsDown() throws Exception {
        String active = stage.active();
        long epoch = stage.epoch(active);
        haadmin(0, "step-down", "--yes", "--reason", "new disks");
        String next = stage.active();
        assertThat(next).isNotEqualTo(active);
        stage.awaitRole(active, List.of("standby"));
        List<String> fates = new ArrayList<>();
        stage.status(active)
                .orElseThrow()
                .path("control")
                .forEach(entry -> fates.add(
                        entry.path("kind").asText() + " " + entry.path("fate").asText()));
        assertThat(fates).contains("switchover done");
        JsonNode term = stage.term(next, epoch + 1);
        assertThat(term.path("cause").asText()).isEqualTo("switchover");
        assertThat(term.path("by").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(term.path("reason").asText()).isEqualTo("new disks");
        haadmin(0, "history");
    }

    @Test
    void nodesThatStopAreNotReadyFirstAndServeUntilTheyAreGone() throws Exception {
        String active = stage.active();
        List<String> others = stage.others(active);
        List<String> stopped = List.of(active, others.get(0));
        String next = others.get(1);
        int batch = stage.post(stage.client(active), "true");

        CompletableFuture<String> stopping = CompletableFuture.supplyAsync(() -> stop(stopped));
        for (String node : stopped) {
            await(node + " not to be ready").atMost(Stage.LIMIT).until(() -> status(node, "/ha/readyz") == 503);
            NodeClient.Answer answer = stage.get(stage.client(node), "/batches/" + batch);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Connection")).contains("close");
        }

        assertThat(stage.activeBut(active)).isEqualTo(next);
        for (String node : stopped) {
            await(node + " to be gone")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.status(node).isEmpty());
        }
        stopping.get(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(stage.batch(stage.client(next), batch).path("id").asInt()).isEqualTo(batch);
        stage.daemons().start(stopped);
        stopped.forEach(stage::joined);
    }

    private static String stop(List<String> nodes) {
        try {
            return stage.daemons().stop(nodes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int status(String node, String path) {
        return stage.get(stage.client(node), path).status();
    }

    private static void awaitLockGone() throws Exception {
        ZooKeeper zooKeeper = stage.zooKeeper();
        try {
            String lock = "/understudy/" + stage.cluster() + "/election/ActiveStandbyElectorLock";
            await("the lock to be gone").atMost(Stage.LIMIT).until(() -> zooKeeper.exists(lock, false) == null);
        } finally {
            zooKeeper.close();
        }
    }

    private static void haadmin(int exitCode, String... args) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("--conf", stage.dir().resolve("conf").toString()));
        all.addAll(List.of(args));
        Command.Result result = Command.run(Map.of(), "haadmin", all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    }
}
