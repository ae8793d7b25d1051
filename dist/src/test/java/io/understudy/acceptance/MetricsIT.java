package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.tools.attach.VirtualMachine;
import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the daemons say in numbers, as the Prometheus of Debian sees it. */
final class MetricsIT {

    /** Families of which a failover moves a series on a node that lives through it. */
    private static final Set<String> MOVES = families("""
            active epoch fenced_writes_total hold_requests hold_used_ratio lease_seconds lock_held members ready_members
            requests_held_total requests_total role role_entries_total role_start_time_seconds without_active_seconds
            takeover_phase_seconds_bucket takeover_phase_seconds_count takeover_phase_seconds_sum
            takeover_phase_seconds_max
            """);

    /** Families that go from one node to another. */
    private static final Set<String> WANDERS = families("""
            sessions store_sessions store_unfinished store_set_aside store_tombstones store_largest_shard
            submissions_pending submissions_total recovery_records recovery_seconds yarn_silence_seconds
            """);

    /** Families that other events move; and one of a moment. */
    private static final Set<String> STAYS =
            families("info paused problems ready warnings zookeeper_session forwarding_requests");

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(Prometheus.isThere(), "there is no prometheus on the PATH; on Debian: apt-get install prometheus");
        stage = Stage.open("metrics", 3, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void promtoolFindsNothingToComplainOf() throws IOException {
        for (String id : stage.ids()) {
            assertThat(Prometheus.promtool(Optional.of(metrics(id)), "check", "metrics"))
                    .as(id)
                    .isEmpty();
        }
    }

    @Test
    void theRulesSayWhatTheyShall() throws IOException {
        assertThat(Prometheus.promtool(Optional.empty(), "test", "rules", "src/test/resources/alerts-test.yml"))
                .contains("SUCCESS")
                .doesNotContain("FAILED");
    }

    @Test
    void everySeriesOfAFailoverMoves() throws IOException {
        String dead = stage.active();
        long epoch = stage.epoch(dead);
        List<String> living = stage.others(dead);
        stage.post(stage.client(dead), "true");
        try (Prometheus prometheus = Prometheus.open(stage);
                Client one = Client.of(stage.client(living.get(0)));
                Client other = Client.of(stage.client(living.get(1)))) {
            prometheus.awaitSome("sum(up) == 3");
            prometheus.awaitSome("sum(understudy_submissions_total{result=\"accepted\"}) > 1");
            rulesAreLoaded(prometheus);

            stage.killWithLauncher(dead);

            prometheus.awaitSome("max(understudy_epoch) > " + epoch + " and sum(understudy_active) == 1");
            prometheus.awaitSome("ALERTS{alertname=\"UnderstudyNodeDown\"}");
            one.awaitAnswers(20);
            other.awaitAnswers(20);
            String active = stage.activeBut(dead);
            await("every family to move")
                    .atMost(Stage.LIMIT)
                    .untilAsserted(() -> assertThat(still(prometheus)).isEmpty());
            assertThat(names(metrics(active)))
                    .as("each is said to move or not to")
                    .isEqualTo(Stream.of(MOVES, WANDERS, STAYS)
                            .flatMap(Set::stream)
                            .collect(Collectors.toCollection(TreeSet::new)));
            theDashboardIsAnswered(prometheus);
        }
        stage.daemons().start(List.of(dead));
        stage.joined(dead);
    }

    @Test
    void aNodeWithoutZooKeeperAnswersAndDoesNotSayThatItServes() throws IOException {
        stage.active();
        stage.servers().kill(Server.ZOOKEEPER);
        try {
            for (String id : stage.ids()) {
                await(id + " to notice")
                        .atMost(Stage.LIMIT)
                        .until(() -> value(id, "understudy_zookeeper_session", "state=\"connected\"") == 0
                                && value(id, "understudy_active", "") == 0);
            }
        } finally {
            stage.servers().start(Server.ZOOKEEPER);
        }
        stage.active();
        stage.ids().forEach(stage::joined);
    }

    /** The address is that of a process which this test has started. */
    @SuppressWarnings("BanJNDI")
    @Test
    void jmxHasTheSame() throws Exception {
        String id = stage.active();
        VirtualMachine daemon =
                VirtualMachine.attach(Long.toString(stage.node(id).pid().orElseThrow()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(daemon.startLocalManagementAgent()))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            ObjectName bean = new ObjectName("io.understudy:type=Metrics,cluster=" + stage.cluster() + ",node=" + id);

            Set<String> attributes = Arrays.stream(server.getMBeanInfo(bean).getAttributes())
                    .map(attribute -> attribute.getName())
                    .collect(Collectors.toSet());
            String epoch = "understudy_epoch{cluster=\"" + stage.cluster() + "\",node=\"" + id + "\"}";

            assertThat(attributes)
                    .containsAll(series(metrics(id))
                            .filter(one -> one.startsWith("understudy_"))
                            .toList());
            assertThat(server.getAttribute(bean, epoch)).isEqualTo((double) stage.epoch(id));
        } finally {
            daemon.detach();
        }
    }

    private static void rulesAreLoaded(Prometheus prometheus) {
        List<JsonNode> health = prometheus.api("/api/v1/rules").findValues("health");
        assertThat(health).hasSizeGreaterThan(10);
        await("every rule to be evaluated")
                .atMost(Stage.LIMIT)
                .until(() -> prometheus.api("/api/v1/rules").findValuesAsText("health").stream()
                        .allMatch("ok"::equals));
    }

    /** The families that did not do what a failover makes them do. */
    private static Set<String> still(Prometheus prometheus) {
        Set<String> still = new TreeSet<>();
        for (String family : MOVES) {
            if (prometheus.query("changes(" + family + "[10m]) > 0").isEmpty()) {
                still.add(family);
            }
        }
        for (String family : WANDERS) {
            if (prometheus
                    .query("count(count by (node) (count_over_time(" + family + "[10m]))) == 2")
                    .isEmpty()) {
                still.add(family);
            }
        }
        return still;
    }

    private static void theDashboardIsAnswered(Prometheus prometheus) throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Stage.home().resolve("docs/grafana-dashboard.json").toFile());
        for (String query : dashboard.findValuesAsText("expr")) {
            String asked = query.replace("$cluster", stage.cluster())
                    .replace("$__rate_interval", "10m")
                    .replace("$__range", "10m")
                    .replace("$__interval", "10m");
            if (!asked.contains("jvm_gc_pause")) {
                prometheus.awaitSome(asked);
            }
        }
    }

    private static Set<String> names(String metrics) {
        return series(metrics)
                .map(series -> series.replaceAll("\\{.*", ""))
                .filter(name -> name.startsWith("understudy_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> series(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')));
    }

    private static double value(String id, String name, String label) {
        return metrics(id)
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static String metrics(String id) {
        NodeClient.Answer answer = stage.get(stage.client(id), "/metrics");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static Set<String> families(String words) {
        return Arrays.stream(words.strip().split("\\s+"))
                .map("understudy_"::concat)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
