package io.understudy.bench;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench forward}: what it costs to ask a standby instead of the active. */
@Command(
        name = "forward",
        description = {
            "GET /batches/<id> asked of the active, of a standby, and of other proxies in front of the active: Jetty's",
            "ProxyHandler.Reverse and, where it is installed, HAProxy. The load is made by wrk on the same machine."
        })
final class ForwardBench implements Callable<Integer> {

    private static final int NODES = 2;
    private static final int SESSIONS = 1000;
    private static final int IDLE_SECONDS = 2;

    /** So many times as long as a round: then the compiler is done. */
    private static final int WARM_UP = 4;

    @ParentCommand
    private Bench parent = new Bench();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private WrkOptions options = new WrkOptions();

    /** One way to the batch, with what was measured. */
    private static final class Way {

        private final String name;
        private final URI address;
        private final List<ProcessHandle> processes;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> idleMillis = new ArrayList<>();
        private final List<Double> cpuMicros = new ArrayList<>();

        Way(String name, URI base, List<ProcessHandle> processes) {
            this.name = name;
            this.address = base.resolve("/batches/" + BenchCluster.BATCH);
            this.processes = processes;
        }

        void warmUp(int connections, int seconds) throws Exception {
            Wrk.get(address, connections, seconds);
        }

        void measure(int connections, int seconds) throws Exception {
            Duration before = cpu();
            Wrk.Result result = Wrk.get(address, connections, seconds);
            cpuMicros.add(cpu().minus(before).toNanos() / 1e3 / (result.rate() * seconds));
            rates.add(result.rate());
            idleMillis.add(Wrk.get(address, 1, IDLE_SECONDS).medianMillis());
        }

        private Duration cpu() {
            return processes.stream()
                    .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    @Override
    public Integer call() throws Exception {
        Wrk.require(spec);
        try (BenchCluster cluster = BenchCluster.start(parent.home, options.dir, NODES, SESSIONS)) {
            String active = cluster.active();
            try (Proxies proxies = Proxies.start(cluster.address(active), cluster)) {
                List<Way> ways = ways(cluster, active, proxies);
                measure(ways);
                print(ways, System.out);
                report(ways);
            }
        }
        return 0;
    }

    private static List<Way> ways(BenchCluster cluster, String active, Proxies proxies) throws Exception {
        ProcessHandle origin = cluster.daemon(active);
        String standby = cluster.standby();
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("the active", cluster.address(active), List.of(origin)));
        ways.add(new Way("a standby", cluster.address(standby), List.of(origin, cluster.daemon(standby))));
        ways.add(way("Jetty's ProxyHandler", proxies.jetty(), origin));
        proxies.haproxy().ifPresent(proxy -> ways.add(way("HAProxy", proxy, origin)));
        return ways;
    }

    private static Way way(String name, Proxies.Proxy proxy, ProcessHandle origin) {
        return new Way(name, proxy.address(), List.of(origin, proxy.process().toHandle()));
    }

    private void measure(List<Way> ways) throws Exception {
        for (Way way : ways) {
            way.warmUp(options.connections, options.seconds * WARM_UP);
        }
        for (int round = 0; round < options.rounds; round++) {
            for (Way way : ways) {
                way.measure(options.connections, options.seconds);
            }
        }
    }

    private void print(List<Way> ways, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "GET /batches/<id>, %d connections, %d s; median of %d rounds (lowest to highest). CPU of the nodes and"
                        + " proxies on the way.%n",
                options.connections,
                options.seconds,
                options.rounds);
        double direct = spread(ways.get(0).rates).median();
        double idle = spread(ways.get(0).idleMillis).median();
        for (Way way : ways) {
            Spread rate = spread(way.rates);
            out.printf(
                    Locale.ROOT,
                    "%-22s %8.0f/s (%.0f to %.0f)  %.2f of direct  %6.1f us CPU each  alone %.3f ms, %+.3f%n",
                    way.name,
                    rate.median(),
                    rate.least(),
                    rate.most(),
                    rate.median() / direct,
                    spread(way.cpuMicros).median(),
                    spread(way.idleMillis).median(),
                    spread(way.idleMillis).median() - idle);
        }
    }

    private void report(List<Way> ways) throws Exception {
        Report report = new Report("forward", options.settings("nodes", NODES));
        double direct = spread(ways.get(0).rates).median();
        for (Way way : ways) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("requestsPerSecond", way.rates);
            figures.put("median", spread(way.rates).median());
            figures.put("ofDirect", spread(way.rates).median() / direct);
            figures.put("cpuMicros", spread(way.cpuMicros).median());
            figures.put("idleMedianMillis", spread(way.idleMillis).median());
            report.add(way.name, figures);
        }
        report.write(options.json);
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
