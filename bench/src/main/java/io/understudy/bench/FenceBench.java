package io.understudy.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench fence}: what the check of the epoch costs a create, and what sharing transactions wins back. */
@Command(
        name = "fence",
        description = "Creates of session records: plain, checked, through the service's path, YARN's way.")
final class FenceBench implements Callable<Integer> {

    private static final int HEAP_MEGABYTES = 512;

    /** How many are in flight at a time, and how many are created in one round. */
    private static final Map<Integer, Integer> LOADS = new LinkedHashMap<>();

    static {
        LOADS.put(1, 200);
        LOADS.put(16, 1_500);
        LOADS.put(256, 6_000);
    }

    @ParentCommand
    private Bench parent = new Bench();

    @Option(
            names = "--rounds",
            defaultValue = "10",
            description = "Rounds of which the median counts (${DEFAULT-VALUE}).")
    private int rounds = 10;

    @Option(
            names = "--dir",
            description = "Where ZooKeeper's data and log lie: a folder on a disk (${DEFAULT-VALUE}).",
            defaultValue = "target/bench")
    private Path dir = Path.of("target", "bench");

    @Option(names = "--json", description = "A file that takes the figures as JSON.")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() throws Exception {
        try (BenchZooKeeper server = BenchZooKeeper.start(parent.home, dir, HEAP_MEGABYTES);
                Creates creates = Creates.open(server.connectString())) {
            Report report = new Report("fence", Map.of("rounds", rounds, "recordBytes", creates.recordBytes()));
            measure(creates, report, System.out);
            report.write(json);
        }
        return 0;
    }

    private void measure(Creates creates, Report report, PrintStream out) throws Exception {
        out.printf(
                "Records of %d bytes; median of %d rounds, lowest to highest; creates per second.%n",
                creates.recordBytes(), rounds);
        for (Map.Entry<Integer, Integer> load : LOADS.entrySet()) {
            Map<Creates.Way, List<Double>> rates = new LinkedHashMap<>();
            // The first round warms everything up and does not count.
            for (int round = 0; round <= rounds; round++) {
                for (Creates.Way way : creates.ways()) {
                    double rate = InFlight.rate(load.getValue(), load.getKey(), way.beginning());
                    if (round > 0) {
                        rates.computeIfAbsent(way, measured -> new ArrayList<>())
                                .add(rate);
                    }
                    way.clear();
                }
            }
            print(load.getKey(), rates, report, out);
        }
    }

    private static void print(int inFlight, Map<Creates.Way, List<Double>> rates, Report report, PrintStream out) {
        Optional<Double> plain = Optional.empty();
        for (Map.Entry<Creates.Way, List<Double>> way : rates.entrySet()) {
            Spread rate = Spread.of(
                    way.getValue().stream().mapToDouble(Double::doubleValue).toArray());
            double first = plain.orElse(rate.median());
            plain = Optional.of(first);
            out.printf(
                    Locale.ROOT,
                    "%4d in flight  %-22s %8.0f  (%.0f to %.0f)  %.2f of plain%n",
                    inFlight,
                    way.getKey().name(),
                    rate.median(),
                    rate.least(),
                    rate.most(),
                    rate.median() / first);
            report.add(
                    way.getKey().name(),
                    Map.of(
                            "inFlight",
                            inFlight,
                            "perSecond",
                            way.getValue(),
                            "median",
                            rate.median(),
                            "ofPlain",
                            rate.median() / first));
        }
    }
}
