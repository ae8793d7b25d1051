package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.local.LocalCluster;
import io.understudy.local.Port;
import io.understudy.local.daemons.Daemons;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes that are far from each other and from ZooKeeper. */
final class SlowNetworkIT {

    private static final Duration DELAY = Duration.ofMillis(200);
    private static final Duration LASTS = Duration.ofSeconds(Full.ON ? 60 : 10);
    private static final double HEALED_WITHIN = 30;
    private static final String HERE = "127.0.0.1";
    private static final String ZOOKEEPER_FROM_AFAR = "127.0.0.2";
    private static final Map<String, String> NODES_FROM_AFAR =
            new TreeMap<>(Map.of("n1", "127.0.0.11", "n2", "127.0.0.12", "n3", "127.0.0.13"));

    private static final List<Relay> relays = new ArrayList<>();
    private static Stage stage;

    /** Whoever connects to a node or to ZooKeeper from afar uses another address of this machine, and the same port. */
    @BeforeAll
    static void open() throws IOException {
        Path dir = Stage.folder("slow-network");
        LocalCluster servers =
                LocalCluster.open(dir.resolve("servers"), Stage.home().resolve("local-cluster/lib"));
        int port = servers.ports().get(Port.ZOOKEEPER);
        Map<String, Daemons.Place> places = new TreeMap<>();
        NODES_FROM_AFAR.forEach((node, address) ->
                places.put(node, new Daemons.Place(address, List.of(), Map.of("ha.http.bind", HERE))));
        stage = Stage.over(
                dir, servers, ZOOKEEPER_FROM_AFAR + ":" + port, "slow-network", places.size(), Map.of(), places);
        relay(ZOOKEEPER_FROM_AFAR, port);
        for (String id : stage.ids()) {
            URI afar = stage.node(id).http();
            relay(afar.getHost(), afar.getPort());
        }
        servers.start();
        stage.startDaemons();
    }

    private static void relay(String address, int port) throws IOException {
        relays.add(Relay.open(
                new InetSocketAddress(address, port), new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    @AfterAll
    static void close() throws IOException {
        try {
            if (stage != null) {
                stage.close();
            }
        } finally {
            for (Relay relay : relays) {
                relay.close();
            }
        }
    }

    @Test
    void delayChangesNoLeaderAndFailsNoRequest() throws Exception {
        String active = stage.active();
        long epoch = stage.epoch(active);
        try (PromiseWatch watch = PromiseWatch.begin(stage, nearDoors())) {
            watch.awaitOperations();
            relays.forEach(relay -> relay.setDelay(DELAY));
            Stage.faultLasts(LASTS);
            relays.forEach(relay -> relay.setDelay(Duration.ZERO));

            double healed = watch.awaitHealthyNodes();
            watch.awaitOperations();
            watch.end();
            assertThat(watch.unanswered()).isEmpty();
            assertThat(stage.active()).isEqualTo(active);
            assertThat(stage.epoch(active)).isEqualTo(epoch);
            watch.promisesAreKept();
            Full.report(
                    "200 ms each way for " + LASTS.toSeconds() + " s, changes of leadership and failed requests", 1);
            Full.report("three healthy nodes after a slow network", 1, healed, HEALED_WITHIN);
        }
    }

    /** Clients are near: only what is between the nodes takes longer. */
    private static List<URI> nearDoors() {
        return stage.ids().stream()
                .map(id -> URI.create(
                        "http://" + HERE + ":" + stage.node(id).http().getPort()))
                .toList();
    }
}
