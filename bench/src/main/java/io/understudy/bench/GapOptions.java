package io.understudy.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What both benchmarks of gaps can be told. */
final class GapOptions {

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds of which the median counts (${DEFAULT-VALUE}).")
    int rounds = 5;

    @Option(names = "--nodes", defaultValue = "3", description = "Daemons (${DEFAULT-VALUE}).")
    int nodes = 3;

    @Option(
            names = "--sessions",
            defaultValue = "1000",
            description = "Sessions in the store at the beginning; every round's probes add some (${DEFAULT-VALUE}).")
    int sessions = 1000;

    @Option(
            names = "--dir",
            description = "Where all files lie: a folder on a disk (${DEFAULT-VALUE}).",
            defaultValue = "target/bench")
    Path dir = Path.of("target", "bench");

    @Option(names = "--json", description = "A file that takes the figures as JSON.")
    Optional<Path> json = Optional.empty();

    /** What the figures depend on. */
    Map<String, Object> settings(String what) {
        return Map.of("what", what, "rounds", rounds, "nodes", nodes, "sessions", sessions);
    }
}
