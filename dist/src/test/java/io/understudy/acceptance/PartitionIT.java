package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.LocalCluster;
import io.understudy.local.Port;
import io.understudy.local.daemons.Daemons;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network between nodes and ZooKeeper, or between nodes, is cut or loses packets, while clients work. */
final class PartitionIT {

    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final int SESSION_TIMEOUT = Full.ON ? 6 : 3;
    private static final double TICKS = 0.75;
    private static final double RECOVERY = 2;
    private static final int HOLD = Full.ON ? 5 : 3;
    /** Until which a client was told something, whatever happened. */
    private static final double PATIENCE = HOLD + 5 + 1;

    private static final double HEALED_WITHIN = 30;
    private static final Duration CUT_LASTS = Duration.ofSeconds(Full.ON ? 30 : 0);
    private static final Duration LOSS_LASTS = Duration.ofSeconds(Full.ON ? 60 : 10);

    private static Networks networks;
    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        networks = Networks.open(NODES);
        Path dir = Stage.folder("partition");
        LocalCluster servers =
                LocalCluster.open(dir.resolve("servers"), Stage.home().resolve("local-cluster/lib"), networks.hub());
        Map<String, Daemons.Place> places = new TreeMap<>();
        NODES.forEach(node -> places.put(node, networks.place(node)));
        Map<String, String> settings = Map.of(
                "ha.zookeeper.session-timeout.ms",
                Integer.toString(SESSION_TIMEOUT * 1000),
                "ha.hold.time",
                HOLD + "s");
        stage = Stage.over(dir, servers, servers.zookeeper(), "partition", NODES.size(), settings, places);
        servers.start();
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        try {
            if (stage != null) {
                stage.close();
            }
        } finally {
            if (networks != null) {
                networks.close();
            }
        }
    }

    @AfterEach
    void heal() throws IOException {
        networks.heal();
    }

    static Stream<Set<Networks.Way>> ways() {
        return Stream.of(
                EnumSet.allOf(Networks.Way.class), EnumSet.of(Networks.Way.SENT), EnumSet.of(Networks.Way.RECEIVED));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anActiveThatIsCutFromZooKeeperIsFollowedByAnotherAndHarmsNothing(Set<Networks.Way> ways) throws Exception {
        String cut = stage.active();
        long epoch = stage.epoch(cut);
        try (PromiseWatch watch = PromiseWatch.begin(stage, doors())) {
            watch.awaitOperations();
            long begin = System.nanoTime();
            for (Networks.Way way : ways) {
                networks.cutFromHub(cut, way, stage.servers().ports().get(Port.ZOOKEEPER));
            }
            stage.activeBut(cut);
            keptInTime("takeover after the active was cut from ZooKeeper, " + ways, since(begin), takeoverBound(ways));
            awaitNotReady(cut);
            Stage.faultLasts(CUT_LASTS);

            healedWithOneChangeAtMost(watch, epoch, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aStandbyThatIsCutFromTheActiveHoldsThenRefusesAndTakesNothingOver(Set<Networks.Way> ways) throws Exception {
        String active = stage.active();
        String cut = stage.others(active).get(0);
        long epoch = stage.epoch(active);
        try (PromiseWatch watch = PromiseWatch.begin(stage, doors())) {
            watch.awaitOperations();
            for (Networks.Way way : ways) {
                networks.cut(cut, way, active);
            }
            long begin = System.nanoTime();
            NodeClient.Answer answer = stage.get(stage.client(cut), "/batches?size=0");
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            keptInTime("503 of a standby cut from the active, " + ways, since(begin), PATIENCE);
            awaitNotReady(cut);
            Stage.faultLasts(CUT_LASTS);
            assertThat(stage.active()).isEqualTo(active);

            healedWithOneChangeAtMost(watch, epoch, 0);
            assertThat(stage.active()).isEqualTo(active);
        }
    }

    @Test
    void lostPacketsChangeTheLeaderOnceAtMost() throws Exception {
        long epoch = stage.epoch(stage.active());
        try (PromiseWatch watch = PromiseWatch.begin(stage, doors())) {
            watch.awaitOperations();
            for (String node : NODES) {
                networks.lose(node, 0.05);
            }
            Stage.faultLasts(LOSS_LASTS);

            healedWithOneChangeAtMost(watch, epoch, 1);
        }
    }

    private static List<URI> doors() {
        return stage.ids().stream().map(id -> stage.node(id).http()).toList();
    }

    /** A node that hears nothing is heard by ZooKeeper until its client gives that connection up: two thirds more. */
    private static double takeoverBound(Set<Networks.Way> ways) {
        double silent = ways.contains(Networks.Way.SENT) ? 0 : SESSION_TIMEOUT * 2 / 3.0;
        return silent + SESSION_TIMEOUT + TICKS + RECOVERY;
    }

    private static void awaitNotReady(String node) {
        await(node + " to refuse requests")
                .atMost(Stage.LIMIT)
                .until(() -> stage.get(stage.client(node), "/ha/readyz").status() == 503);
    }

    private void healedWithOneChangeAtMost(PromiseWatch watch, long epoch, int mostChanges) throws Exception {
        heal();
        keptInTime("three healthy nodes after healing", watch.awaitHealthyNodes(), HEALED_WITHIN);
        watch.awaitOperations();
        watch.end();
        keptInTime("slowest answer of a cut or of loss", watch.slowest(), PATIENCE);
        assertThat(watch.unanswered()).allSatisfy(told -> assertThat(told).startsWith("503 "));
        assertThat(stage.epoch(stage.active())).isBetween(epoch, epoch + mostChanges);
        watch.promisesAreKept();
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Bounds count in a full run, on a machine that does nothing else. */
    private static void keptInTime(String what, double seconds, double bound) {
        Full.report(what, 1, seconds, bound);
        if (Full.ON) {
            assertThat(seconds).as(what).isLessThanOrEqualTo(bound);
        }
    }
}
