package io.understudy.local.quickstart;

import io.understudy.local.LocalCluster;
import io.understudy.local.Port;
import io.understudy.local.Server;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.Daemons;
import io.understudy.local.daemons.NodeClient;
import io.understudy.local.daemons.Watch;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What {@code bin/quickstart} runs: up, demo, down, status. Everything lies in one directory and on loopback. */
public final class Quickstart {

    private static final int FIRST_PORT = 8998;
    private static final int FIRST_RPC_PORT = 8898;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Options options;
    private final PrintStream out;

    private Quickstart(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs one command and ends this JVM: 0 done, 1 failed, 2 usage. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    private static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            return new Quickstart(Options.parse(args), out).run();
        } catch (IllegalArgumentException e) {
            err.println("quickstart: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("quickstart: " + e.getMessage());
            return 1;
        }
    }

    private int run() throws IOException {
        boolean there = Files.isDirectory(options.dir());
        switch (options.verb()) {
            case "up", "all" -> Files.createDirectories(options.dir());
            case "down" -> {
                if (!there) {
                    out.println("Nothing to end: there is no " + options.dir());
                    return 0;
                }
            }
            default -> {
                if (!there) {
                    throw new IOException("there is no cluster in " + options.dir() + ". Run bin/quickstart up first.");
                }
            }
        }
        try (FileChannel channel = FileChannel.open(
                options.dir().resolve("quickstart.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw new IOException("another bin/quickstart works in " + options.dir() + ". Wait for it to end.");
            }
            return carryOut();
        }
    }

    private int carryOut() throws IOException {
        Optional<SparkSetup> spark = spark();
        // Not closed: what is up stays up.
        @SuppressWarnings("resource")
        LocalCluster servers = LocalCluster.open(
                options.dir().resolve("servers"),
                options.lib(),
                Path.of(System.getProperty("java.home")),
                usualPorts());
        Daemons daemons = new Daemons(
                options.dir(),
                options.home(),
                new Daemons.Backend(
                        "quickstart",
                        servers.zookeeper(),
                        servers.yarnConfDir(),
                        servers.resourceManager(),
                        options.dir().toRealPath().resolve("staging")),
                spark.isPresent() ? spark.get().settings(options.dir()) : Map.of());
        return switch (options.verb()) {
            case "up" -> up(servers, daemons, spark);
            case "demo" -> new Demo(daemons, servers.resourceManager(), spark, out).run();
            case "down" -> down(servers, daemons);
            case "status" -> status(servers, daemons);
            default -> {
                up(servers, daemons, spark);
                yield new Demo(daemons, servers.resourceManager(), spark, out).run();
            }
        };
    }

    /** The Spark that was asked for now, or when this cluster was made. */
    private Optional<SparkSetup> spark() throws IOException {
        Optional<SparkSetup> known = SparkSetup.load(options.dir(), options.home());
        if (options.sparkHome().isEmpty() || known.map(SparkSetup::home).equals(options.sparkHome())) {
            return known;
        }
        ClusterFile file = new ClusterFile(options.dir().resolve("cluster.json"));
        if (file.exists()
                && file.nodes().stream().anyMatch(node -> node.launcherPid().isPresent())) {
            throw new IOException("the daemons in " + options.dir()
                    + " run without this Spark. Run bin/quickstart down, then this again.");
        }
        return Optional.of(SparkSetup.save(options.dir(), options.sparkHome().get(), options.home()));
    }

    private int up(LocalCluster servers, Daemons daemons, Optional<SparkSetup> spark) throws IOException {
        long begin = System.nanoTime();
        out.println("Starting ZooKeeper and YARN (ResourceManager, NodeManager) in " + options.dir() + " ...");
        servers.start();
        for (Server server : servers.servers()) {
            out.println("  " + server.title() + " on 127.0.0.1:"
                    + servers.ports().get(server.ports().get(0)));
        }
        daemons.configure(options.nodes(), OptionalInt.of(FIRST_PORT), OptionalInt.of(FIRST_RPC_PORT));
        List<ClusterFile.Node> nodes = daemons.file().nodes();
        out.println("Starting " + nodes.size() + " daemons ...");
        daemons.start(nodes.stream().map(ClusterFile.Node::id).toList());
        Watch watch = new Watch(daemons, LIMIT);
        String active = watch.active();
        for (ClusterFile.Node node : daemons.file().nodes()) {
            watch.joined(node.id());
            out.println(
                    "  " + node.id() + " on " + node.http() + (node.id().equals(active) ? "  <- active" : "  standby"));
        }
        out.printf(
                "Up after %.0f s. Look: %s/ui/ (any node), %s/ha/cluster, %s (YARN)%n%n",
                (System.nanoTime() - begin) / 1e9,
                nodes.get(0).http(),
                nodes.get(0).http(),
                servers.resourceManager());
        if (spark.isPresent()) {
            showSpark(spark.get(), nodes.get(0).http());
        }
        return 0;
    }

    private void showSpark(SparkSetup spark, URI node) throws IOException {
        new TreeMap<>(spark.settings(options.dir())).forEach((key, value) -> out.println(key + " = " + value));
        out.println("The local file system is this cluster's own: batches may name files of those folders only. Try:");
        out.printf(
                "  curl -s -X POST %s/batches -H 'Content-Type: application/json' -d '%s'%n%n",
                node, spark.request("count", "1000"));
    }

    private int down(LocalCluster servers, Daemons daemons) throws IOException {
        if (daemons.file().exists()) {
            List<String> ids =
                    daemons.file().nodes().stream().map(ClusterFile.Node::id).toList();
            out.println("Ending " + ids.size() + " daemons ...");
            daemons.stop(ids);
        }
        out.println("Ending YARN (with what it runs) and ZooKeeper ...");
        servers.close();
        out.println("Down. State and logs stay in " + options.dir() + "; remove it to begin anew.");
        return 0;
    }

    private int status(LocalCluster servers, Daemons daemons) throws IOException {
        boolean all = true;
        for (Server server : servers.servers()) {
            boolean ready = servers.isReady(server);
            all &= ready;
            out.printf("%-16s %s%n", server.title(), ready ? "ready" : "down");
        }
        if (!daemons.file().exists()) {
            return 1;
        }
        for (ClusterFile.Node node : daemons.file().nodes()) {
            String role;
            try {
                role = new NodeClient(node.http(), Duration.ofSeconds(2))
                        .get("/ha/status")
                        .json()
                        .path("role")
                        .asText();
            } catch (IOException e) {
                role = "down";
                all = false;
            }
            out.printf("%-16s %-12s %s%n", node.id(), role, node.http());
        }
        return all ? 0 : 1;
    }

    private static Map<Port, Integer> usualPorts() {
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            ports.put(port, port.usual());
        }
        return ports;
    }
}
