package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.Ports;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pattern of HDFS: two daemons in ZKFC mode, a ZKFC beside each, and Hadoop's verbs. */
final class ZkfcIT {

    private static final List<String> NODES = List.of("n1", "n2");
    private static final Map<String, Process> CONTROLLERS = new HashMap<>();

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("ha.failover", "zkfc"));
        Set<Integer> taken = new HashSet<>();
        for (String id : NODES) {
            settings.put("ha.rpc.address." + id, address(taken));
            settings.put("ha.zkfc.address." + id, address(taken));
        }
        stage = Stage.prepare("zkfc", NODES.size(), settings);
        stage.servers().start();
        stage.daemons().start(NODES);
        NODES.forEach(stage::joined);

        assertThat(zkfc("n1", "-formatAll").exitCode()).as("usage").isEqualTo(64);
        assertThat(zkfc("n1").exitCode()).as("not formatted").isEqualTo(3);
        assertThat(zkfc("n1", "-formatZK", "-nonInteractive").exitCode()).isZero();
        assertThat(zkfc("n2", "-formatZK", "-nonInteractive").exitCode())
                .as("denied")
                .isEqualTo(2);
        assertThat(zkfc("n2", "-formatZK", "-force").exitCode()).isZero();
        for (String id : NODES) {
            startController(id);
        }
        stage.active();
    }

    @AfterAll
    static void close() throws IOException {
        CONTROLLERS.values().forEach(Process::destroyForcibly);
        stage.close();
    }

    @Test
    void theOperatorMovesTheActive() throws Exception {
        String from = stage.active();
        String to = stage.others(from).get(0);
        stage.joined(to);
        long epoch = stage.epoch(from);
        int batch = stage.post(stage.client(to), "true");

        haadmin(7, "-failover", to, from);
        assertThat(haadmin(0, "-failover", from, to))
                .isEqualTo("Failover from " + from + " to " + to + " successful\n");
        assertThat(stage.active()).isEqualTo(to);
        assertThat(stage.epoch(to)).isEqualTo(epoch + 1);
        assertThat(stage.term(to, epoch + 1).path("cause").asText()).isEqualTo("left");
        assertThat(stage.batch(stage.client(from), batch).path("id").asInt()).isEqualTo(batch);
        assertThat(haadmin(0, "-getServiceState", from)).isEqualTo("standby\n");

        stage.joined(from);
        haadmin(0, "-transitionToStandby", to);
        assertThat(stage.active()).isEqualTo(from);
    }

    @Test
    void aSecondZkfcOfANodeFindsItsPortTaken() throws Exception {
        Command.Result second = zkfc("n1");

        assertThat(second.exitCode()).as(second.err()).isEqualTo(1);
        assertThat(second.err()).contains("cannot listen on 127.0.0.1:", "or change ha.zkfc.address.n1.");
    }

    @Test
    void nobodyElseGivesRoles() throws Exception {
        String active = stage.active();
        long epoch = stage.epoch(active);

        haadmin(1, "-transitionToActive", "--forcemanual", stage.others(active).get(0));
        haadmin(1, "switchover", "--yes");
        haadmin(1, "step-down", "--yes");
        assertThat(stage.epoch(active)).isEqualTo(epoch);
    }

    @Test
    void theActiveDiesAndItsZkfcLetsTheOtherTakeOver() throws Exception {
        String dead = stage.active();
        String other = stage.others(dead).get(0);
        stage.joined(other);
        int batch = stage.post(stage.client(dead), "true");

        stage.killWithLauncher(dead);
        assertThat(stage.activeBut(dead)).isEqualTo(other);
        assertThat(stage.batch(stage.client(other), batch).path("id").asInt()).isEqualTo(batch);
        haadmin(5, "-getAllServiceState");

        stage.daemons().start(List.of(dead));
        assertThat(stage.awaitRole(dead, List.of("standby"))).isEqualTo("standby");
        await("its ZKFC to find it well")
                .atMost(Stage.LIMIT)
                .until(() -> Command.run(Map.of(), "haadmin", all("-checkHealth", dead))
                                .exitCode()
                        == 0);
    }

    @Test
    void anActiveThatWasStoppedAndComesBackIsFencedByTheEpoch() throws Exception {
        String stopped = stage.active();
        String other = stage.others(stopped).get(0);
        stage.joined(other);
        int before = stage.post(stage.client(stopped), "true");
        stage.signal(stopped, "STOP");
        try {
            assertThat(stage.activeBut(stopped)).isEqualTo(other);
        } finally {
            stage.signal(stopped, "CONT");
        }

        assertThat(stage.get(stage.client(stopped), "/ha/active").status()).isEqualTo(503);
        NodeClient.Answer posted = stage.post(stage.client(stopped), "true", Map.of());
        assertThat(posted.status()).as(posted.body()).isEqualTo(201);
        assertThat(posted.headers().firstValue("X-HA-Node")).contains(other);
        stage.awaitRole(stopped, List.of("standby"));
        for (String id : NODES) {
            assertThat(stage.batch(stage.client(id), before).path("id").asInt()).isEqualTo(before);
        }
        assertThat(stage.active()).isEqualTo(other);
    }

    @Test
    void aZkfcThatIsStoppedGivesUpTheLock() throws Exception {
        String active = stage.active();
        String other = stage.others(active).get(0);
        stage.joined(other);
        Process controller = Optional.ofNullable(CONTROLLERS.get(active)).orElseThrow();
        controller.destroy();
        assertThat(controller.waitFor()).isZero();

        assertThat(stage.activeBut(active)).isEqualTo(other);
        startController(active);
        stage.joined(active);
    }

    private static String address(Set<Integer> taken) throws IOException {
        int port = Ports.anyFree(taken, new Random());
        taken.add(port);
        return "127.0.0.1:" + port;
    }

    private static void startController(String id) throws IOException {
        List<String> line = line(id, List.of());
        Path log = stage.daemons().confDir(id).resolveSibling("zkfc.log");
        Files.deleteIfExists(log);
        CONTROLLERS.put(id, Command.startLogged(log, environment(), "ha-daemon", line.toArray(String[]::new)));
    }

    private static Command.Result zkfc(String id, String... args) throws Exception {
        return Command.run(environment(), "ha-daemon", line(id, List.of(args)).toArray(String[]::new));
    }

    private static List<String> line(String id, List<String> args) {
        List<String> line = new ArrayList<>(
                List.of("zkfc", "--conf", stage.daemons().confDir(id).toString()));
        line.addAll(args);
        return line;
    }

    private static Map<String, String> environment() {
        return Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString());
    }

    private static String haadmin(int exitCode, String... args) throws Exception {
        Command.Result result = Command.run(Map.of(), "haadmin", all(args));
        assertThat(result.exitCode())
                .as(List.of(args) + ": " + result.out() + result.err())
                .isEqualTo(exitCode);
        return result.out();
    }

    private static String[] all(String... args) {
        List<String> all =
                new ArrayList<>(List.of("--conf", stage.dir().resolve("conf").toString()));
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }
}
