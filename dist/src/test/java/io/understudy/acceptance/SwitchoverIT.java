package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.bench.history.Linearizability;
import io.understudy.bench.load.Gap;
import io.understudy.bench.load.GapProbe;
import io.understudy.bench.load.Load;
import io.understudy.bench.load.LoadSettings;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Planned switchovers while clients work through all nodes: nobody notices, and nothing is left over. */
final class SwitchoverIT {

    private static final int SWITCHOVERS = Full.ON ? 20 : 3;
    private static final int BETWEEN = 20;
    private static final double BOUND = 0.3;

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("switchover", 3, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void switchoversUnderLoadFailNoRequestAndLeaveNothingBehind() throws Exception {
        everyNodeHasBeenActive();
        Footprint before = Footprint.of(stage);

        List<Gap> gaps = new ArrayList<>();
        List<URI> nodes = stage.ids().stream().map(id -> stage.node(id).http()).toList();
        LoadSettings settings =
                new LoadSettings(8, Duration.ofMillis(40), 60, 60, Stage.body("true"), System.nanoTime());
        try (Load load = Load.start(nodes, settings)) {
            for (int i = 0; i < SWITCHOVERS; i++) {
                Operations.await(load, BETWEEN);
                if (Full.ON) {
                    gaps.add(measuredSwitchover());
                } else {
                    switchOver(stage.active(), "{}");
                }
            }
            Operations.await(load, BETWEEN);
            load.end();

            assertThat(load.failures()).isEmpty();
            assertThat(Linearizability.violations(load.history())).isEmpty();
            Full.report(
                    "switchovers under 8 clients, failed requests of "
                            + load.history().size(),
                    SWITCHOVERS);
        }
        assertThat(gaps).allSatisfy(gap -> assertThat(gap.errors()).isEmpty());
        report("GET", gaps.stream().mapToDouble(Gap::get));
        report("POST", gaps.stream().mapToDouble(Gap::post));
        nothingIsLeft(before);
    }

    private static void report(String method, DoubleStream gaps) {
        if (Full.ON) {
            Full.reportMedian("gap of a switchover under 8 clients, " + method, gaps.toArray(), BOUND);
        }
    }

    private static Gap measuredSwitchover() throws Exception {
        String active = stage.active();
        int batch = stage.post(stage.client(active), "true");
        Map<String, URI> nodes = new TreeMap<>();
        stage.ids().forEach(id -> nodes.put(id, stage.node(id).http()));
        try (GapProbe probe = GapProbe.begin(nodes, active, stage.epoch(active), batch)) {
            probe.hasten();
            return probe.await(switchOver(active, "{}"));
        }
    }

    /** A node keeps what it opened when it was active and had a batch to run for the first time. */
    private static void everyNodeHasBeenActive() {
        for (String id : stage.ids()) {
            String active = stage.active();
            if (!id.equals(active)) {
                switchOver(active, "{\"to\":\"" + id + "\"}");
            }
            assertThat(stage.active()).isEqualTo(id);
            stage.awaitState(stage.client(id), stage.post(stage.client(id), "true"), "success");
        }
    }

    /** Requested at each node in turn. Ends when all have joined again; returns when it was requested. */
    private static long switchOver(String active, String request) {
        long epoch = stage.epoch(active);
        String asked = stage.ids().get((int) (epoch % stage.ids().size()));
        NodeClient.Answer answer;
        long since = System.nanoTime();
        try {
            answer = stage.client(asked).post("/ha/switchover", request, Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(stage.activeAfter(epoch)).isNotEqualTo(active);
        stage.ids().forEach(stage::joined);
        return since;
    }

    /** Pools may have grown up to their size, all other threads are as many as before; connections went when idle. */
    private static void nothingIsLeft(Footprint before) {
        await("what daemons opened for the switchovers to be gone")
                .atMost(Stage.LIMIT)
                .untilAsserted(() -> {
                    Footprint after = Footprint.of(stage);
                    assertThat(after.nodeConnections()).isLessThanOrEqualTo(before.nodeConnections());
                    assertThat(after.zooKeeperConnections()).isEqualTo(before.zooKeeperConnections());
                    assertThat(after.ownThreads()).isEqualTo(before.ownThreads());
                    assertThat(after.overgrownPools(stage.ids().size())).isEmpty();
                });
    }
}
