package io.understudy.bench;

import io.understudy.bench.load.Gap;
import io.understudy.bench.load.GapProbe;
import io.understudy.bench.load.Load;
import io.understudy.bench.load.LoadSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.zookeeper.ZooKeeper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code bench switchover}: how long nobody serves when the active hands over, while clients work. */
@Command(
        name = "switchover",
        description = {
            "From the request to the first 2xx of the new epoch through every node, for GET and for POST, as a prober sees it",
            "that opens a request every 5 ms through each, under 8 clients; /ha/active and two stock ActiveStandbyElectors,",
            "of which the active one leaves the election, beside it. That to each node in turn, for the first time, counts apart."
        })
final class SwitchoverBench implements Callable<Integer> {

    private static final LoadSettings LOAD =
            new LoadSettings(8, Duration.ofMillis(40), 60, 60, "{\"kind\":\"command\",\"command\":[\"true\"]}", 1);

    @ParentCommand
    private Bench parent = new Bench();

    @Mixin
    private GapOptions options = new GapOptions();

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Gaps gaps = new Gaps("stock electors, one leaves the election");
        Gaps first = new Gaps("");
        try (BenchCluster cluster = BenchCluster.start(parent.home, options.dir, options.nodes, options.sessions);
                Watching watching = Watching.open(cluster.zooKeeper());
                StockPair stock = StockPair.start(cluster.zooKeeper(), TakeoverBench.SESSION_TIMEOUT);
                Load load = Load.start(List.copyOf(cluster.nodes().values()), LOAD)) {
            out.printf(
                    Locale.ROOT,
                    "Planned switchover: %d nodes, %,d sessions, %d clients; median of %d rounds (lowest to highest),"
                            + " seconds.%n",
                    options.nodes,
                    options.sessions,
                    LOAD.clients(),
                    options.rounds);
            List<String> nodes = List.copyOf(cluster.nodes().keySet());
            int start = nodes.indexOf(cluster.active());
            for (int i = 1; i <= nodes.size(); i++) {
                Optional<String> next = Optional.of(nodes.get((start + i) % nodes.size()));
                switchOver(cluster, watching.zooKeeper(), next, first);
            }
            for (int round = 0; round < options.rounds; round++) {
                switchOver(cluster, watching.zooKeeper(), Optional.empty(), gaps);
                gaps.addPeer(stock.handOver());
            }
            load.end();
            gaps.print(out);
            out.println("To each node in turn, for the first time:");
            first.print(out);
            List<String> failures = load.failures();
            out.printf(
                    Locale.ROOT,
                    "requests of the clients: %d, failed: %d%s%n",
                    load.history().size(),
                    failures.size(),
                    failures.isEmpty() ? "" : ", for example " + failures.get(0));
            out.println("sessions at the end: " + cluster.sessions());
            Report report = new Report("switchover", options.settings("planned switchover under 8 clients"));
            gaps.addTo(report);
            report.add("clients", Map.of("requests", load.history().size(), "failed", failures.size()));
            report.write(options.json);
        }
        return 0;
    }

    private static void switchOver(BenchCluster cluster, ZooKeeper zooKeeper, Optional<String> to, Gaps gaps)
            throws Exception {
        cluster.awaitCalm();
        String active = cluster.active();
        try (GapProbe probe = GapProbe.begin(cluster.nodes(), active, cluster.epoch(active), BenchCluster.BATCH)) {
            Milestones milestones = Milestones.watch(cluster, zooKeeper);
            Instant asked = Instant.now();
            long since = probe.hasten();
            cluster.requestSwitchover(active, to);
            Gap gap = probe.await(since);
            gaps.add(gap);
            gaps.addPhases(milestones.phases(
                    asked, cluster.epoch(cluster.active()), asked.plusNanos((long) (gap.get() * 1e9))));
        }
        cluster.awaitAll();
    }
}
