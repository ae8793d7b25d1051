package io.understudy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.understudy.session.PathRules;
import io.understudy.session.RequestRules;
import io.understudy.session.rehearsal.Rehearsal;
import io.understudy.session.service.ServiceSettings;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench recovery}: how long it takes until a standby, which has rehearsed, serves what the store holds. */
@Command(
        name = "recovery",
        description = "From winning a term to serving, beside reading the same records with ZooKeeper's client alone.")
final class RecoveryBench implements Callable<Integer> {

    private static final int ASYNC_SAMPLE = 100_000;
    private static final int SINGLE_SAMPLE = 5_000;
    private static final int ZOOKEEPER_BYTES_PER_RECORD = 5_000;
    private static final int HEAP_BYTES_PER_SESSION = 3_000;
    private static final int MEGABYTE = 1 << 20;
    private static final RequestRules RULES =
            new RequestRules(new PathRules(URI.create("hdfs://none"), List.of()), false);

    @ParentCommand
    private Bench parent = new Bench();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--sessions", defaultValue = "10000", description = "Sessions in the store (${DEFAULT-VALUE}).")
    private int sessions = 10_000;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds of which the median counts; the first is shown too (${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(
            names = "--dir",
            description = "Where ZooKeeper's data and log lie: a folder on a disk (${DEFAULT-VALUE}).",
            defaultValue = "target/bench")
    private Path dir = Path.of("target", "bench");

    @Option(
            names = "--live-one-of",
            defaultValue = "100",
            description = "One session of so many has not ended; 0: all have (${DEFAULT-VALUE}).")
    private int liveOneOf = 100;

    @Option(names = "--json", description = "A file that takes the figures as JSON.")
    private Optional<Path> json = Optional.empty();

    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private int orders;

    @Override
    public Integer call() throws Exception {
        requireHeap();
        int heap = 512 + (int) ((long) sessions * ZOOKEEPER_BYTES_PER_RECORD / MEGABYTE);
        try (BenchZooKeeper server = BenchZooKeeper.start(parent.home, dir, heap)) {
            try (OpenTerm term = OpenTerm.win(server.connectString())) {
                Stock.fill(term, sessions, liveOneOf);
                Rehearsal.play(RULES, ServiceSettings.DEFAULT);
            }
            measure(server.connectString(), System.out);
        }
        return 0;
    }

    private void requireHeap() {
        long needed = (long) sessions * HEAP_BYTES_PER_SESSION / MEGABYTE;
        if (Runtime.getRuntime().maxMemory() / MEGABYTE < needed) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "%,d sessions need a heap of %,d MB. Set UNDERSTUDY_JAVA_OPTS=\"-Xms%2$dm -Xmx%2$dm\".",
                            sessions,
                            needed));
        }
    }

    private void measure(String connectString, PrintStream out) throws Exception {
        Report report = new Report("recovery", Map.of("sessions", sessions, "liveOneOf", liveOneOf, "rounds", rounds));
        try (RawReads raw = new RawReads(connectString)) {
            List<String> paths = raw.paths();
            int recordBytes = raw.recordBytes(paths);
            out.printf(
                    Locale.ROOT,
                    "%,d sessions, records of %d bytes, one in %d live; median of %d rounds, seconds.%n",
                    sessions,
                    recordBytes,
                    liveOneOf,
                    rounds);
            for (int round = 0; round < rounds; round++) {
                time("raw multi-read", () -> raw.multi(recordBytes));
                timeOurs(connectString);
            }
            sample("async getData", ASYNC_SAMPLE, paths, raw::async);
            sample("one by one", SINGLE_SAMPLE, paths, raw::oneByOne);
            print(report, out);
            footprint(connectString, recordBytes, report, out);
        }
        report.write(json);
    }

    private interface Work {

        void run() throws Exception;
    }

    private interface Reading {

        void of(List<String> paths) throws Exception;
    }

    private void time(String way, Work work) throws Exception {
        System.gc();
        long begin = System.nanoTime();
        long cpu = cpuNanos();
        work.run();
        note(way, System.nanoTime() - begin, 1);
        note("  CPU of this process for it", cpuNanos() - cpu, 1);
    }

    private void timeOurs(String connectString) throws Exception {
        System.gc();
        long begin = System.nanoTime();
        long cpu = cpuNanos();
        try (Recovered recovered = Recovered.recover(connectString)) {
            long read = System.nanoTime();
            recovered.serve(sessions, orders, recovered.orders());
            orders++;
            note("ours, to serving", System.nanoTime() - begin, 1);
            note("  of it until all is loaded", read - begin, 1);
            note("  CPU of this process for ours", cpuNanos() - cpu, 1);
        }
    }

    /** Reads a part of the records only, and scales what that took: nobody wants to wait for the whole. */
    private void sample(String way, int most, List<String> paths, Reading reading) throws Exception {
        int sample = Math.min(most, paths.size());
        String shown = sample < paths.size() ? way + String.format(Locale.ROOT, " (%,d, scaled)", sample) : way;
        long begin = System.nanoTime();
        reading.of(paths.subList(0, sample));
        note(shown, System.nanoTime() - begin, (double) paths.size() / sample);
    }

    private void note(String way, long nanos, double scale) {
        seconds.computeIfAbsent(way, first -> new ArrayList<>()).add(nanos / 1e9 * scale);
    }

    private void print(Report report, PrintStream out) {
        double raw = 0;
        for (Map.Entry<String, List<Double>> way : seconds.entrySet()) {
            Spread spread = Spread.of(
                    way.getValue().stream().mapToDouble(Double::doubleValue).toArray());
            double first = way.getValue().get(0);
            raw = raw == 0 ? spread.median() : raw;
            out.printf(
                    Locale.ROOT,
                    "%-32s %8.3f  (%.3f to %.3f, first %.3f)  %.2f of raw%n",
                    way.getKey(),
                    spread.median(),
                    spread.least(),
                    spread.most(),
                    first,
                    spread.median() / raw);
            report.add(
                    way.getKey().strip(),
                    Map.of("seconds", way.getValue(), "median", spread.median(), "ofRaw", spread.median() / raw));
        }
    }

    private void footprint(String connectString, int recordBytes, Report report, PrintStream out) throws Exception {
        long before = usedHeap();
        try (Recovered recovered = Recovered.recover(connectString)) {
            double each = (double) (usedHeap() - before) / sessions;
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            recovered.serve(sessions, orders, recovered.orders());
            out.printf(
                    Locale.ROOT,
                    "heap per session: %.0f bytes, %.0f on top of its JSON; threads of the process: %d%n",
                    each,
                    each - recordBytes,
                    threads);
            report.add(
                    "footprint", Map.of("heapBytesPerSession", each, "recordBytes", recordBytes, "threads", threads));
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
