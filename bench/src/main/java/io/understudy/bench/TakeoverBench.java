package io.understudy.bench;

import io.understudy.bench.load.Gap;
import io.understudy.bench.load.GapProbe;
import io.understudy.bench.load.RetryStorm;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench takeover}: how long nobody serves when the active is lost. */
@Command(
        name = "takeover",
        description = {
            "From the fault to the first 2xx of the new epoch through every surviving node, for GET and for POST, as a prober",
            "sees it that opens a request every 5 ms through each; /ha/active and two stock ActiveStandbyElectors, of which",
            "the active one is killed, beside it."
        })
final class TakeoverBench implements Callable<Integer> {

    /** The daemons' default, and the electors'. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** So many answers a client has before the fault: it finds nodes that have been at work for a while. */
    private static final int ANSWERS_BEFORE = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Bench parent = new Bench();

    @Mixin
    private GapOptions options = new GapOptions();

    @Option(
            names = "--fault",
            defaultValue = "daemon",
            description =
                    "What happens to the active: daemon (kill -9 of it), host (of its launcher, too), pause (SIGSTOP of"
                            + " both) (${DEFAULT-VALUE}).")
    private Fault fault = Fault.DAEMON;

    @Option(
            names = "--storm",
            defaultValue = "0",
            description =
                    "So many clients on each surviving node that ask again and again, in a second takeover of each"
                            + " round (${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--bystander",
            description =
                    "The storm asks a bystander, HAProxy, which answers at once: what the clients alone cost those who share"
                            + " the machine with them.")
    private boolean bystander;

    private final Gaps stormy = new Gaps("");
    private final StormFigures storm = new StormFigures();

    @Override
    public Integer call() throws Exception {
        if (bystander && clients == 0) {
            throw new ParameterException(
                    spec.commandLine(), "--bystander needs --storm: there are no clients without it.");
        }
        PrintStream out = System.out;
        Gaps gaps = new Gaps("stock electors, kill -9");
        try (BenchCluster cluster = BenchCluster.start(parent.home, options.dir, options.nodes, options.sessions);
                Watching watching = Watching.open(cluster.zooKeeper());
                StockPair stock = StockPair.start(cluster.zooKeeper(), SESSION_TIMEOUT)) {
            out.printf(
                    Locale.ROOT,
                    "Takeover after %s: %d nodes, %,d sessions, session timeout %d s, ticks of 500 ms; median of %d"
                            + " rounds (lowest to highest), seconds.%n",
                    fault.title(),
                    options.nodes,
                    options.sessions,
                    SESSION_TIMEOUT.toSeconds(),
                    options.rounds);
            for (int round = 0; round < options.rounds; round++) {
                cluster.awaitCalm();
                takeOver(cluster, watching.zooKeeper(), gaps);
                if (clients > 0 && bystander) {
                    takeOverBesideStorm(cluster, watching.zooKeeper());
                } else if (clients > 0) {
                    takeOverInStorm(cluster, watching.zooKeeper());
                }
                gaps.addPeer(stock.kill());
            }
            gaps.print(out);
            if (clients > 0) {
                out.printf(
                        "With %d clients on each %s:%n",
                        clients, bystander ? "address of a bystander" : "surviving node");
                stormy.print(out);
                storm.print(out);
            }
            out.println("sessions at the end: " + cluster.sessions());
        }
        Report report = new Report("takeover", options.settings(fault.title()));
        gaps.addTo(report);
        if (clients > 0) {
            storm.addTo(report);
        }
        report.write(options.json);
        return 0;
    }

    private void takeOverBesideStorm(BenchCluster cluster, ZooKeeper zooKeeper) throws Exception {
        cluster.awaitCalm();
        Map<String, URI> survivors = survivors(cluster);
        try (HaProxy other = HaProxy.bystander(cluster, survivors.size())) {
            takeOverUnder(other.addresses(), survivors, cluster, zooKeeper);
        }
    }

    private void takeOverInStorm(BenchCluster cluster, ZooKeeper zooKeeper) throws Exception {
        cluster.awaitCalm();
        Map<String, URI> survivors = survivors(cluster);
        List<URI> asked = survivors.values().stream()
                .map(node -> node.resolve("/batches/" + BenchCluster.BATCH))
                .toList();
        takeOverUnder(asked, survivors, cluster, zooKeeper);
    }

    private static Map<String, URI> survivors(BenchCluster cluster) throws Exception {
        Map<String, URI> survivors = cluster.nodes();
        survivors.remove(cluster.active());
        return survivors;
    }

    private void takeOverUnder(List<URI> asked, Map<String, URI> survivors, BenchCluster cluster, ZooKeeper zooKeeper)
            throws Exception {
        try (RetryStorm clientele = RetryStorm.start(asked, clients)) {
            cluster.await(
                    ANSWERS_BEFORE + " answers for each client",
                    () -> Optional.of(clientele.answered())
                            .filter(answered -> answered >= ANSWERS_BEFORE * clients * asked.size()));
            ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
            Future<?> looks = looking.scheduleWithFixedDelay(
                    () -> storm.look(survivors.values()), 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            takeOver(cluster, zooKeeper, stormy);
            if (looks.isDone()) {
                looks.get();
            }
            looking.shutdown();
            List<ProcessHandle> daemons = new ArrayList<>();
            for (String node : survivors.keySet()) {
                daemons.add(cluster.daemon(node));
            }
            storm.add(clientele.outcome(), daemons);
        }
    }

    private void takeOver(BenchCluster cluster, ZooKeeper zooKeeper, Gaps gaps) throws Exception {
        String active = cluster.active();
        Map<String, URI> survivors = survivors(cluster);
        try (GapProbe probe = GapProbe.begin(survivors, active, cluster.epoch(active), BenchCluster.BATCH)) {
            Milestones milestones = Milestones.watch(cluster, zooKeeper);
            Instant struck = Instant.now();
            long since = probe.hasten();
            fault.strike(cluster, active);
            Gap gap = probe.await(since);
            gaps.add(gap);
            gaps.addPhases(milestones.phases(
                    struck, cluster.epoch(cluster.active()), struck.plusNanos((long) (gap.get() * 1e9))));
        }
        fault.heal(cluster, active);
        cluster.awaitAll();
    }
}
