package io.understudy.acceptance;

import io.understudy.local.daemons.ClusterFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What all daemons of a stage have at a moment, as the system tells it.
 *
 * @param threads how many threads of each name; the numbers in names count as one
 * @param nodeConnections from daemons to daemons
 * @param zooKeeperConnections from daemons to ZooKeeper
 */
record Footprint(Map<String, Integer> threads, int nodeConnections, int zooKeeperConnections) {

    private static final String ESTABLISHED = "01";

    /**
     * How large a daemon's pools may become, by the names that their threads have in the system: 15 characters. So the thread
     * that keeps time for {@code gateway-client} counts as one of its 32.
     */
    private static final Map<String, Integer> POOLS = Map.of(
            "gateway-N", 64,
            "gateway-client-", 33,
            "answers-N", 2,
            "yarn-submit-N", 8,
            "yarn-ask-N", 4,
            "yarn-files-N", 4,
            "IPC Client (N", 4,
            "IPC Parameter S", 4);

    /** What the JVM takes and gives back as it pleases. */
    private static final List<String> JVM =
            List.of("GN ", "GC Thread", "CN CompilerThre", "Attach Listener", "process reaper");

    static Footprint of(Stage stage) throws IOException {
        Set<Integer> nodePorts = new HashSet<>();
        for (ClusterFile.Node node : stage.daemons().file().nodes()) {
            nodePorts.add(node.http().getPort());
        }
        String zooKeeper = stage.servers().zookeeper();
        Set<Integer> zooKeeperPorts = Set.of(Integer.parseInt(zooKeeper.substring(zooKeeper.lastIndexOf(':') + 1)));
        Map<String, Integer> threads = new TreeMap<>();
        int toNodes = 0;
        int toZooKeeper = 0;
        for (ClusterFile.Node node : stage.daemons().file().nodes()) {
            Path process = Path.of("/proc/" + node.pid().orElseThrow());
            threadsOf(process).forEach((name, count) -> threads.merge(name, count, Integer::sum));
            toNodes += connections(process, nodePorts);
            toZooKeeper += connections(process, zooKeeperPorts);
        }
        return new Footprint(threads, toNodes, toZooKeeper);
    }

    /** Threads that belong to no pool and not to the JVM: they come and go with what they were made for. */
    Map<String, Integer> ownThreads() {
        Map<String, Integer> own = new TreeMap<>(threads);
        own.keySet().removeIf(name -> POOLS.containsKey(name) || JVM.stream().anyMatch(name::startsWith));
        return own;
    }

    /** Pools with more threads than so many daemons may have in them. */
    Map<String, Integer> overgrownPools(int daemons) {
        Map<String, Integer> overgrown = new TreeMap<>(threads);
        overgrown
                .entrySet()
                .removeIf(pool ->
                        pool.getValue() <= POOLS.getOrDefault(pool.getKey(), Integer.MAX_VALUE / daemons) * daemons);
        return overgrown;
    }

    private static Map<String, Integer> threadsOf(Path process) throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        for (Path thread : list(process.resolve("task"))) {
            try {
                String name = Files.readString(thread.resolve("comm")).strip();
                names.merge(name.replaceAll("[0-9]+", "N"), 1, Integer::sum);
            } catch (IOException ended) {
                // Between the listing and the look.
            }
        }
        return names;
    }

    /** Established connections of a process to one of these ports. */
    private static int connections(Path process, Set<Integer> ports) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (Path descriptor : list(process.resolve("fd"))) {
            try {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            } catch (IOException closed) {
                // Between the listing and the look.
            }
        }
        int count = 0;
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(process.resolve(table), StandardCharsets.US_ASCII)) {
                String[] fields = line.strip().split("\\s+", -1);
                boolean counts = fields[3].equals(ESTABLISHED)
                        && sockets.contains("socket:[" + fields[9] + "]")
                        && ports.contains(port(fields[2]));
                count += counts ? 1 : 0;
            }
        }
        return count;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
