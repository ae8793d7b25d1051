package io.understudy.local.quickstart;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code bin/quickstart}.
 *
 * @param verb up, demo, down, status, or all: up, then demo
 * @param dir where everything lies
 * @param nodes how many daemons
 * @param home the distribution
 * @param lib the jars of ZooKeeper and YARN
 * @param sparkHome of the Spark that is asked for
 */
record Options(String verb, Path dir, int nodes, Path home, Path lib, Optional<Path> sparkHome) {

    static final String USAGE = """
            usage: bin/quickstart [up|demo|down|status] [--nodes 3] [--dir DIR] [--spark]
              up      a real ZooKeeper, a real YARN and the daemons, on loopback; starts what is missing
              demo    batches through a standby, kill -9 of the active, the takeover shown and timed
              down    ends all of it
              status  tells what runs
              without a verb: up, then demo; the cluster goes on
            --spark serves Spark batches too: bin/spark-home fetches a Spark (219 MB, once).
            DIR is .quickstart unless given; DIR/cluster.json tells addresses and process ids.""";

    private static final Set<String> VERBS = Set.of("up", "demo", "down", "status");
    private static final int MOST_NODES = 9;

    /** Reads the command line; an {@link IllegalArgumentException} says what is wrong with it. */
    static Options parse(List<String> args) {
        String verb = "all";
        Path dir = Path.of(".quickstart");
        int nodes = 3;
        Path home = Path.of("");
        Optional<Path> sparkHome = Optional.empty();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (VERBS.contains(arg)) {
                verb = arg;
                continue;
            }
            switch (arg) {
                case "--dir" -> dir = Path.of(value(args, ++i));
                case "--nodes" -> nodes = nodes(value(args, ++i));
                case "--home" -> home = Path.of(value(args, ++i));
                // The script makes --spark-home of --spark.
                case "--spark" -> {}
                case "--spark-home" -> sparkHome = Optional.of(Path.of(value(args, ++i)));
                default -> throw new IllegalArgumentException("unknown argument " + arg + "\n" + USAGE);
            }
        }
        return new Options(
                verb, dir.toAbsolutePath().normalize(), nodes, home, home.resolve("local-cluster/lib"), sparkHome);
    }

    private static String value(List<String> args, int index) {
        if (index >= args.size()) {
            throw new IllegalArgumentException("a value is missing after " + args.get(index - 1) + "\n" + USAGE);
        }
        return args.get(index);
    }

    private static int nodes(String text) {
        if (!text.matches("[1-" + MOST_NODES + "]")) {
            throw new IllegalArgumentException("--nodes takes a number from 1 to " + MOST_NODES + ", not " + text);
        }
        return Integer.parseInt(text);
    }
}
