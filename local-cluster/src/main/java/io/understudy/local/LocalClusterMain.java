package io.understudy.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a local cluster up and down for scripts: {@code up|down|status --dir DIR}. The servers go on when the command
 * ends. {@code DIR/local-cluster.properties} tells where they listen. Exit codes: 0 done (for status: all ready), 1
 * failed, 2 usage.
 */
public final class LocalClusterMain {

    private static final String USAGE = """
            usage: up|down|status --dir DIR [--lib DIR] [--java-home DIR] [--zookeeper-port N] [--resource-manager-port N]
              up      starts what does not run: ZooKeeper, ResourceManager, NodeManager
              down    ends them and every process of YARN's containers
              status  tells which of them run
            A port that is taken is replaced by a free one; DIR/local-cluster.properties has the result.""";

    private final PrintStream out;

    private LocalClusterMain(PrintStream out) {
        this.out = out;
    }

    /** Runs one command and ends this JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(new LocalClusterMain(System.out).run(List.of(args), System.err));
    }

    private int run(List<String> args, PrintStream err) {
        try {
            return run(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "\n" + USAGE);
            return 2;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private int run(List<String> args) throws IOException {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("A verb is missing.");
        }
        Map<String, String> options = options(args.subList(1, args.size()));
        String verb = args.get(0);
        Path dir = Path.of(required(options, "--dir"));
        if (!List.of("up", "down", "status").contains(verb)) {
            throw new IllegalArgumentException("Unknown verb: " + verb);
        }
        if (!verb.equals("up") && !Files.isDirectory(dir)) {
            out.println("No local cluster in " + dir);
            return verb.equals("down") ? 0 : 1;
        }
        Files.createDirectories(dir);
        try (FileChannel channel = FileChannel.open(
                dir.resolve("local-cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            // Not closed: the servers are to go on.
            @SuppressWarnings("resource")
            LocalCluster cluster = LocalCluster.open(dir, lib(options), javaHome(options), ports(options));
            return switch (verb) {
                case "up" -> up(cluster);
                case "down" -> down(cluster);
                default -> status(cluster);
            };
        }
    }

    private int up(LocalCluster cluster) throws IOException {
        long begin = System.nanoTime();
        for (Server server : cluster.servers()) {
            boolean ran = cluster.isRunning(server);
            cluster.launch(server);
            out.println(line(cluster, server, ran ? "runs already" : "starting"));
        }
        for (Server server : cluster.servers()) {
            cluster.await(server);
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            out.println(server.title() + " is ready after " + seconds + " s");
        }
        return 0;
    }

    private int down(LocalCluster cluster) throws IOException {
        for (Server server : cluster.servers()) {
            cluster.pid(server).ifPresent(pid -> out.println("Ending " + server.title() + " (process " + pid + ")"));
        }
        cluster.close();
        out.println("The local cluster is down");
        return 0;
    }

    private int status(LocalCluster cluster) {
        boolean all = true;
        for (Server server : cluster.servers()) {
            boolean ready = cluster.isReady(server);
            all &= ready;
            out.println(line(
                    cluster, server, ready ? "is ready" : cluster.isRunning(server) ? "is not ready" : "does not run"));
        }
        return all ? 0 : 1;
    }

    private static String line(LocalCluster cluster, Server server, String what) {
        String pid = cluster.pid(server).map(id -> "process " + id + ", ").orElse("");
        return server.title() + " " + what + " (" + pid + "port "
                + cluster.ports().get(server.ports().get(0)) + ", log " + cluster.log(server) + ")";
    }

    private static Map<String, String> options(List<String> args) {
        List<String> known = List.of("--dir", "--lib", "--java-home", "--zookeeper-port", "--resource-manager-port");
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.size(); i += 2) {
            if (!known.contains(args.get(i))) {
                throw new IllegalArgumentException("Unknown option: " + args.get(i));
            }
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException("A value is missing after " + args.get(i));
            }
            options.put(args.get(i), args.get(i + 1));
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing.");
        }
        return value;
    }

    private static Map<Port, Integer> ports(Map<String, String> options) {
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            ports.put(port, port.usual());
        }
        port(options, "--zookeeper-port", ports, Port.ZOOKEEPER);
        port(options, "--resource-manager-port", ports, Port.RESOURCE_MANAGER_WEB);
        return ports;
    }

    private static void port(Map<String, String> options, String name, Map<Port, Integer> ports, Port port) {
        String value = options.get(name);
        if (value == null) {
            return;
        }
        try {
            ports.put(port, Integer.valueOf(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a number, not " + value + ".", e);
        }
    }

    private static Path javaHome(Map<String, String> options) {
        return Path.of(options.getOrDefault("--java-home", System.getProperty("java.home")));
    }

    private static Path lib(Map<String, String> options) throws IOException {
        String given = options.get("--lib");
        if (given != null) {
            return Path.of(given);
        }
        try {
            Path jar = Path.of(LocalClusterMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path lib = jar.resolveSibling("lib");
            if (Files.isDirectory(lib)) {
                return lib;
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        throw new IllegalArgumentException("--lib is missing: the folder with the jars of the servers.");
    }
}
