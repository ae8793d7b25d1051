package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.understudy.bench.load.StandIn;
import io.understudy.fencing.testing.TestingEnsemble;
import io.understudy.local.LocalCluster;
import io.understudy.local.Ports;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.Daemons;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.zookeeper.ZooKeeper;

/**
 * A cluster for one test class: ZooKeeper, YARN and daemons, on free ports and in a directory of its own. Closing it ends
 * every process that it started.
 */
final class Stage implements AutoCloseable {

    /** How long any test waits for an event before it fails. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    /** The daemons of the quickstart rehearse; for those of a test, which live for seconds, it is nothing but work. */
    private static final Map<String, String> WITHOUT_REHEARSAL = Map.of("ha.rehearsal", "false");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path dir;
    private final LocalCluster servers;
    private final Daemons daemons;
    private final int nodes;
    private final String cluster;

    private Stage(Path dir, LocalCluster servers, Daemons daemons, int nodes, String cluster) {
        this.dir = dir;
        this.servers = servers;
        this.daemons = daemons;
        this.nodes = nodes;
        this.cluster = cluster;
    }

    /** Starts everything and waits until one node serves and all have joined. */
    static Stage open(String name, int nodes, Map<String, String> settings) throws IOException {
        return opened(prepare(name, nodes, settings));
    }

    /**
     * The same with nodes that are not like the others.
     *
     * @param places of these nodes, for the address at which ZooKeeper listens
     */
    static Stage open(
            String name, int nodes, Map<String, String> settings, Function<String, Map<String, Daemons.Place>> places)
            throws IOException {
        Path dir = folder(name);
        LocalCluster servers = LocalCluster.open(dir.resolve("servers"), home().resolve("local-cluster/lib"));
        return opened(
                over(dir, servers, servers.zookeeper(), name, nodes, settings, places.apply(servers.zookeeper())));
    }

    private static Stage opened(Stage stage) throws IOException {
        try {
            stage.servers.start();
            stage.startDaemons();
            return stage;
        } catch (IOException | RuntimeException | AssertionError e) {
            stage.close();
            throw e;
        }
    }

    /** The same with nothing started. */
    static Stage prepare(String name, int nodes, Map<String, String> settings) throws IOException {
        return prepare(folder(name), name, nodes, settings);
    }

    /** The same in a folder that the settings name. */
    static Stage prepare(Path dir, String name, int nodes, Map<String, String> settings) throws IOException {
        LocalCluster servers = LocalCluster.open(dir.resolve("servers"), home().resolve("local-cluster/lib"));
        return over(dir, servers, name, nodes, settings);
    }

    /** A new folder for the files of a test. */
    static Path folder(String name) throws IOException {
        Path base = Files.createDirectories(home().resolveSibling("acceptance"));
        return Files.createTempDirectory(base, name + "-");
    }

    /** Daemons of their own in {@code dir}, with servers that other daemons may use as well. */
    static Stage over(Path dir, LocalCluster servers, String cluster, int nodes, Map<String, String> settings)
            throws IOException {
        return over(dir, servers, servers, cluster, nodes, settings);
    }

    /** The same with ZooKeeper and YARN of different places. Closing it ends {@code zooKeeper}'s servers only. */
    static Stage over(
            Path dir,
            LocalCluster zooKeeper,
            LocalCluster yarn,
            String cluster,
            int nodes,
            Map<String, String> settings)
            throws IOException {
        return over(dir, zooKeeper, zooKeeper.zookeeper(), yarn, cluster, nodes, settings, Map.of());
    }

    /** The same with an ensemble of ZooKeeper, which is its owner's to end. Closing it ends {@code yarn}'s servers. */
    static Stage over(
            Path dir,
            TestingEnsemble zooKeeper,
            LocalCluster yarn,
            String cluster,
            int nodes,
            Map<String, String> settings)
            throws IOException {
        return over(dir, yarn, zooKeeper.connectString(), yarn, cluster, nodes, settings, Map.of());
    }

    /** The same with nodes that are not like the others, and ZooKeeper where the nodes find it. */
    static Stage over(
            Path dir,
            LocalCluster servers,
            String zooKeeper,
            String cluster,
            int nodes,
            Map<String, String> settings,
            Map<String, Daemons.Place> places)
            throws IOException {
        return over(dir, servers, zooKeeper, servers, cluster, nodes, settings, places);
    }

    private static Stage over(
            Path dir,
            LocalCluster servers,
            String zooKeeper,
            LocalCluster yarn,
            String cluster,
            int nodes,
            Map<String, String> settings,
            Map<String, Daemons.Place> places)
            throws IOException {
        Daemons.Backend backend = new Daemons.Backend(
                cluster,
                zooKeeper,
                yarn.yarnConfDir(),
                yarn.resourceManager(),
                yarn.yarnConfDir().resolveSibling("staging"));
        Map<String, String> all = new HashMap<>(WITHOUT_REHEARSAL);
        all.putAll(settings);
        Daemons daemons = new Daemons(dir, home(), backend, all, places);
        daemons.configure(nodes, OptionalInt.empty());
        return new Stage(dir, servers, daemons, nodes, cluster);
    }

    /** A stand-in for spark-submit, made for daemons with {@link StandIn#settings} before they start. */
    StandIn standIn() throws IOException {
        return StandIn.install(dir, home(), servers.resourceManager(), servers.yarnConfDir());
    }

    /** Starts the daemons and waits until one serves and all have joined. */
    void startDaemons() throws IOException {
        daemons.start(ids());
        active();
        ids().forEach(this::joined);
    }

    /** Settings that give each of so many nodes a free port for Hadoop's protocols. */
    static Map<String, String> hadoopPorts(int nodes) throws IOException {
        Map<String, String> ports = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (int i = 1; i <= nodes; i++) {
            int port = Ports.anyFree(taken, new Random());
            taken.add(port);
            ports.put("ha.rpc.address.n" + i, "127.0.0.1:" + port);
        }
        return ports;
    }

    /** The distribution under test. */
    static Path home() {
        return Path.of(System.getProperty("understudy.home"));
    }

    /** {@code ha.cluster.id} of the daemons. */
    String cluster() {
        return cluster;
    }

    Path dir() {
        return dir;
    }

    LocalCluster servers() {
        return servers;
    }

    Daemons daemons() {
        return daemons;
    }

    List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            ids.add("n" + i);
        }
        return ids;
    }

    NodeClient client(String id) {
        return new NodeClient(node(id).http());
    }

    ClusterFile.Node node(String id) {
        try {
            return daemons.file().node(id);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A session with ZooKeeper that has the daemons' credentials. The caller closes it. */
    ZooKeeper zooKeeper() throws IOException {
        ZooKeeper session = stranger();
        String[] auth = daemons.zooKeeperAuth().split(":", 2);
        session.addAuthInfo(auth[0], auth[1].getBytes(StandardCharsets.UTF_8));
        return session;
    }

    /** A session with ZooKeeper that has no credentials. The caller closes it. */
    ZooKeeper stranger() throws IOException {
        return new ZooKeeper(servers.zookeeper(), 30_000, event -> {});
    }

    /** The node that serves, as soon as one does. */
    String active() {
        return await("a node that serves")
                .atMost(LIMIT)
                .until(() -> ids().stream().filter(this::serves).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** The node that serves and is not {@code other}. */
    String activeBut(String other) {
        return await("a node beside " + other + " that serves")
                .atMost(LIMIT)
                .until(
                        () -> ids().stream()
                                .filter(id -> !id.equals(other))
                                .filter(this::serves)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The epoch that a node names. */
    long epoch(String id) {
        return status(id).map(status -> status.path("epoch").asLong()).orElse(-1L);
    }

    /**
     * The node that serves in a later epoch: any, a killed one that was back in time included. One status says both: between
     * two a node may have ceased to serve, and have heard of the next epoch.
     */
    String activeAfter(long epoch) {
        return await("a node that serves after epoch " + epoch)
                .atMost(LIMIT)
                .until(
                        () -> ids().stream()
                                .filter(id -> status(id).stream()
                                        .anyMatch(
                                                status -> status.path("serving").asBoolean()
                                                        && status.path("epoch").asLong() > epoch))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The record of a term as a node shows it, once it tells how the term came into office. */
    JsonNode term(String id, long epoch) {
        return await("the history of epoch " + epoch)
                .atMost(LIMIT)
                .until(() -> term(get(client(id), "/ha/history").json(), epoch), term -> term.has("phases"));
    }

    private static JsonNode term(JsonNode history, long epoch) {
        for (JsonNode term : history.path("terms")) {
            if (term.path("epoch").asLong() == epoch) {
                return term;
            }
        }
        return MissingNode.getInstance();
    }

    private boolean serves(String id) {
        return status(id).map(status -> status.path("serving").asBoolean()).orElse(false);
    }

    /** {@code /ha/status} of a node; empty if it does not answer. */
    Optional<JsonNode> status(String id) {
        try {
            return Optional.of(new NodeClient(node(id).http(), Duration.ofSeconds(5))
                    .get("/ha/status")
                    .json());
        } catch (IOException down) {
            return Optional.empty();
        }
    }

    /** Waits until a node is standby or active; returns which. */
    String joined(String id) {
        return awaitRole(id, List.of("standby", "active"));
    }

    /** Waits until a node has one of these roles; returns which. */
    String awaitRole(String id, List<String> roles) {
        return await(id + " to be " + roles)
                .atMost(LIMIT)
                .until(
                        () -> status(id)
                                .map(status -> status.path("role").asText())
                                .orElse("down"),
                        roles::contains);
    }

    /** Nodes other than the one given. */
    List<String> others(String id) {
        return ids().stream().filter(other -> !other.equals(id)).toList();
    }

    /** Posts a shell command; its id. */
    int post(NodeClient client, String script) {
        NodeClient.Answer answer = post(client, script, Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asInt();
    }

    NodeClient.Answer post(NodeClient client, String script, Map<String, String> headers) {
        try {
            return client.post("/batches", body(script), headers);
        } catch (IOException e) {
            throw new AssertionError("POST through " + client.base(), e);
        }
    }

    /** The request that runs a shell script. */
    static String body(String script) {
        return JSON.createObjectNode()
                .put("kind", "command")
                .set("command", JSON.createArrayNode().add("sh").add("-c").add(script))
                .toString();
    }

    NodeClient.Answer get(NodeClient client, String path) {
        try {
            return client.get(path);
        } catch (IOException e) {
            throw new AssertionError("GET " + path + " through " + client.base(), e);
        }
    }

    JsonNode batch(NodeClient client, int id) {
        NodeClient.Answer answer = get(client, "/batches/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Waits until a batch has one of these states; the batch then. */
    JsonNode awaitState(NodeClient client, int id, String... states) {
        return await("batch " + id + " to be " + String.join(" or ", states))
                .atMost(LIMIT)
                .until(
                        () -> batch(client, id),
                        batch -> List.of(states).contains(batch.path("state").asText()));
    }

    /** Lines of a batch's whole log. */
    List<String> log(NodeClient client, int id) {
        List<String> lines = new ArrayList<>();
        get(client, "/batches/" + id + "/log?from=0&size=-1")
                .json()
                .path("log")
                .forEach(line -> lines.add(line.asText()));
        return lines;
    }

    /** What YARN says by itself. */
    Yarn yarn() {
        return new Yarn(servers.resourceManager());
    }

    /** What a node says is wrong. */
    String reasons(String id) {
        return status(id).map(status -> status.path("reasons").toString()).orElse("");
    }

    /** kill -9 of a node's daemon. */
    void kill(String id) {
        kill(node(id).pid());
    }

    /** kill -9 of a node's launcher and daemon. */
    void killWithLauncher(String id) {
        ClusterFile.Node node = node(id);
        kill(node.launcherPid());
        kill(node.pid());
    }

    private static void kill(OptionalLong pid) {
        ProcessHandle.of(pid.orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** SIGSTOP or SIGCONT of a node's daemon, then its launcher: one that goes on buries at once a daemon that was killed. */
    void signal(String id, String signal) throws IOException, InterruptedException {
        ClusterFile.Node node = node(id);
        Process kill = new ProcessBuilder(
                        "kill",
                        "-" + signal,
                        Long.toString(node.pid().orElseThrow()),
                        Long.toString(node.launcherPid().orElseThrow()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Lets a fault that the test made last: its length is the test's subject, no event ends it. */
    static void faultLasts(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (ClusterFile.Node node : daemons.file().nodes()) {
                node.launcherPid().ifPresent(pid -> kill(OptionalLong.of(pid)));
                node.pid().ifPresent(pid -> kill(OptionalLong.of(pid)));
            }
        } finally {
            servers.close();
        }
    }
}
