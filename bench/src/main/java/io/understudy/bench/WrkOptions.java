package io.understudy.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What both benchmarks whose load wrk makes can be told. */
final class WrkOptions {

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds of which the median counts; before them everything is warmed up (${DEFAULT-VALUE}).")
    int rounds = 5;

    @Option(names = "--seconds", defaultValue = "5", description = "Of load on each way and round (${DEFAULT-VALUE}).")
    int seconds = 5;

    @Option(names = "--connections", defaultValue = "64", description = "At a time (${DEFAULT-VALUE}).")
    int connections = 64;

    @Option(
            names = "--dir",
            description = "Where all files lie: a folder on a disk (${DEFAULT-VALUE}).",
            defaultValue = "target/bench")
    Path dir = Path.of("target", "bench");

    @Option(names = "--json", description = "A file that takes the figures as JSON.")
    Optional<Path> json = Optional.empty();

    /**
     * What the figures depend on.
     *
     * @param name of what this benchmark alone depends on
     */
    Map<String, Object> settings(String name, int value) {
        return Map.of("connections", connections, "seconds", seconds, "rounds", rounds, name, value);
    }
}
