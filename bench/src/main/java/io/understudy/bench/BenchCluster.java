package io.understudy.bench;

import io.understudy.bench.load.StandIn;
import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.Daemons;
import io.understudy.local.daemons.NodeClient;
import io.understudy.local.daemons.Watch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * A whole cluster for one benchmark: daemons under their launchers, a ZooKeeper with ticks of 500 ms and a ResourceManager.
 * Unless Spark batches are wanted there is no NodeManager: batches wait in YARN and take no time from what is measured.
 */
final class BenchCluster implements AutoCloseable {

    /** A batch that is in the stock and has ended. */
    static final int BATCH = 1;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LIVE_ONE_OF = 100;

    /** What three idle daemons need in a second at most. */
    private static final Duration CALM = Duration.ofMillis(300);

    private final TemporaryFolder folder;
    private final LocalCluster servers;
    private final Daemons daemons;
    private final Watch watch;

    private BenchCluster(TemporaryFolder folder, LocalCluster servers, Daemons daemons) {
        this.folder = folder;
        this.servers = servers;
        this.daemons = daemons;
        this.watch = new Watch(daemons, LIMIT);
    }

    /**
     * Starts everything and waits until one node serves and all have joined.
     *
     * @param home of the distribution
     * @param dir where all files lie until the end
     * @param sessions in the store before the first daemon starts
     */
    static BenchCluster start(Path home, Path dir, int nodes, int sessions) throws IOException, InterruptedException {
        BenchCluster cluster = prepare(home, dir, nodes, folder -> Map.of());
        try {
            cluster.bringUp(sessions);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.end();
            throw e;
        }
    }

    /**
     * The same with a NodeManager, without sessions, and with a stand-in for spark-submit.
     *
     * @param parallel how many of its runs may be under way at once
     */
    static BenchCluster startWithSpark(Path home, Path dir, int nodes, int parallel)
            throws IOException, InterruptedException {
        BenchCluster cluster = prepare(home, dir, nodes, folder -> {
            Map<String, String> settings = new HashMap<>(StandIn.settings(folder));
            settings.put("session.submit.parallelism", Integer.toString(parallel));
            return settings;
        });
        try {
            LocalCluster servers = cluster.servers;
            StandIn.install(cluster.dir(), home, servers.resourceManager(), servers.yarnConfDir());
            servers.launch(Server.NODE_MANAGER);
            cluster.bringUp(0);
            servers.await(Server.NODE_MANAGER);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.end();
            throw e;
        }
    }

    private static BenchCluster prepare(Path home, Path dir, int nodes, Function<Path, Map<String, String>> settings)
            throws IOException {
        TemporaryFolder folder = TemporaryFolder.in(dir.toAbsolutePath(), "cluster-");
        LocalCluster servers = LocalCluster.open(folder.path().resolve("servers"), home.resolve("local-cluster/lib"));
        Map<String, String> all = new HashMap<>(settings.apply(folder.path()));
        all.put("ha.zookeeper.acl", "world:anyone:rwcda");
        Daemons daemons = new Daemons(
                folder.path(),
                home,
                new Daemons.Backend(
                        OpenTerm.CLUSTER,
                        servers.zookeeper(),
                        servers.yarnConfDir(),
                        servers.resourceManager(),
                        folder.path().resolve("staging")),
                all);
        daemons.configure(nodes, OptionalInt.empty());
        return new BenchCluster(folder, servers, daemons);
    }

    private void bringUp(int sessions) throws IOException, InterruptedException {
        servers.start(Server.ZOOKEEPER);
        servers.start(Server.RESOURCE_MANAGER);
        try (OpenTerm term = OpenTerm.win(servers.zookeeper(), yarn())) {
            Stock.fill(term, sessions, LIVE_ONE_OF);
        }
        daemons.start(ids());
        awaitAll();
    }

    /** The name by which daemons know this YARN. */
    private String yarn() {
        Configuration configuration = new Configuration(false);
        configuration.addResource(new org.apache.hadoop.fs.Path(
                servers.yarnConfDir().resolve("yarn-site.xml").toUri()));
        return configuration.getTrimmed("yarn.resourcemanager.cluster-id");
    }

    String zooKeeper() {
        return servers.zookeeper();
    }

    /** All nodes with their addresses. */
    Map<String, URI> nodes() throws IOException {
        Map<String, URI> nodes = new LinkedHashMap<>();
        daemons.file().nodes().forEach(node -> nodes.put(node.id(), node.http()));
        return nodes;
    }

    /** A node's address. */
    URI address(String id) throws IOException {
        return daemons.file().node(id).http();
    }

    /** A node that does not serve. */
    String standby() throws IOException {
        String active = active();
        return ids().stream().filter(id -> !id.equals(active)).findFirst().orElseThrow();
    }

    /** The node that serves. */
    String active() throws IOException {
        return watch.active();
    }

    /** A node's daemon. */
    ProcessHandle daemon(String id) throws IOException {
        return ProcessHandle.of(pid(daemons.file().node(id).pid(), id))
                .orElseThrow(() -> new IOException(id + " does not run"));
    }

    /** Where its files lie. */
    Path dir() {
        return folder.path();
    }

    /** What stands in for Spark, in a cluster that has that. */
    StandIn standIn() {
        return StandIn.at(dir());
    }

    /** The epoch that a node names. */
    long epoch(String id) throws IOException {
        return Watch.status(daemons.file().node(id)).path("epoch").asLong();
    }

    /** How many sessions there are. */
    int sessions() throws IOException {
        return daemons.client(active())
                .get("/batches?size=0")
                .json()
                .path("total")
                .asInt();
    }

    /** Posts a batch to the active; its id. */
    int post(String body) throws IOException {
        return daemons.client(active())
                .post("/batches", body, Map.of())
                .json()
                .path("id")
                .asInt();
    }

    /** Waits until one node serves and all others stand by. */
    void awaitAll() throws IOException {
        Set<String> whole = Set.of("active", "standby");
        watch.until("one active and standbys only beside it", () -> {
            List<String> roles = new ArrayList<>();
            for (ClusterFile.Node node : daemons.file().nodes()) {
                roles.add(Watch.status(node).path("role").asText());
            }
            return Optional.of(roles)
                    .filter(all -> whole.containsAll(all) && Collections.frequency(all, "active") == 1);
        });
        watch.active();
    }

    /**
     * Waits until the daemons have nothing more to do: one that has just started rehearses for some seconds, and would take
     * the processor from what is measured.
     */
    void awaitCalm() throws IOException, InterruptedException {
        awaitAll();
        Duration last = cpu();
        for (int i = 0; i < LIMIT.toSeconds(); i++) {
            Thread.sleep(1000);
            Duration now = cpu();
            if (now.minus(last).compareTo(CALM) < 0) {
                return;
            }
            last = now;
        }
        throw new IOException("the daemons never came to rest");
    }

    private Duration cpu() throws IOException {
        Duration sum = Duration.ZERO;
        for (String id : ids()) {
            sum = sum.plus(daemon(id).info().totalCpuDuration().orElse(Duration.ZERO));
        }
        return sum;
    }

    /** Waits until something is so. */
    <T> T await(String what, Watch.Condition<T> condition) throws IOException {
        return watch.until(what, condition);
    }

    /**
     * Asks the active to hand over.
     *
     * @param to this node, or anybody if empty
     */
    void requestSwitchover(String active, Optional<String> to) throws IOException {
        String order = to.map(node -> "{\"to\":\"" + node + "\"}").orElse("{}");
        NodeClient.Answer answer = daemons.client(active).post("/ha/switchover", order, Map.of());
        if (answer.status() != 202) {
            throw new IOException("The switchover was answered " + answer.status() + " " + answer.body());
        }
    }

    /** Ends the ResourceManager: batches are taken, and wait. */
    void stopYarn() throws IOException {
        servers.stop(Server.RESOURCE_MANAGER);
    }

    /** Starts what does not run of a node. */
    void start(String id) throws IOException {
        daemons.start(List.of(id));
    }

    /** Sends a signal to a node's daemon. */
    void signalDaemon(String id, String name) throws IOException {
        Signal.send(name, pid(daemons.file().node(id).pid(), id));
    }

    /** Sends a signal to a node's launcher, then to its daemon. */
    void signalBoth(String id, String name) throws IOException {
        ClusterFile.Node node = daemons.file().node(id);
        Signal.send(name, pid(node.launcherPid(), id), pid(node.pid(), id));
    }

    private static long pid(OptionalLong pid, String id) throws IOException {
        return pid.orElseThrow(() -> new IOException(id + " does not run"));
    }

    private List<String> ids() throws IOException {
        return daemons.file().nodes().stream().map(ClusterFile.Node::id).toList();
    }

    /** Ends every process; the files stay. */
    private void end() throws IOException {
        try {
            for (ClusterFile.Node node : daemons.file().nodes()) {
                kill(node.launcherPid());
                kill(node.pid());
            }
        } finally {
            servers.close();
        }
    }

    private static void kill(OptionalLong pid) {
        if (pid.isPresent()) {
            Optional<ProcessHandle> process = ProcessHandle.of(pid.getAsLong());
            process.ifPresent(ProcessHandle::destroyForcibly);
            process.ifPresent(handle -> handle.onExit().join());
        }
    }

    @Override
    public void close() throws IOException {
        end();
        folder.delete();
    }
}
