package io.understudy.bench;

import io.understudy.fencing.StorePaths;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench create}: how many batches a second are taken, each durable before it is acknowledged. */
@Command(
        name = "create",
        description = {
            "POST /batches asked of the active and of a standby, beside creates of the same record by ZooKeeper's client alone,",
            "as many in flight. What was taken goes on to YARN meanwhile, and is deleted between the rounds. The load is made by wrk on the same machine."
        })
final class CreateBench implements Callable<Integer> {

    private static final int NODES = 2;

    /** So many rounds before those that count: then the compiler is done, in the standby, too. */
    private static final int WARM_UP = 5;

    private static final String RAW = "ZooKeeper's client alone";

    /** A queue that YARN does not have: the batch is as durable as any, and costs no container. */
    static final String BODY = "{\"kind\":\"command\",\"command\":[\"true\"],\"queue\":\"no-such-queue\"}";

    @ParentCommand
    private Bench parent = new Bench();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private WrkOptions options = new WrkOptions();

    @Option(
            names = "--without-yarn",
            description = "Stop the ResourceManager first: usually it takes nothing from the service's processors.")
    private boolean withoutYarn;

    @Option(
            names = "--submissions",
            paramLabel = "N",
            description =
                    "Instead: how long one POST takes while so many Spark batches, made at once, are submitted and run.")
    private int submissions;

    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<String, List<Double>> medians = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int made;

    @Override
    public Integer call() throws Exception {
        if (submissions > 0) {
            new CreateWhileSubmitting(parent.home, options, submissions).run();
            return 0;
        }
        Wrk.require(spec);
        try (BenchCluster cluster = BenchCluster.start(parent.home, options.dir, NODES, 0)) {
            ZooKeeper zooKeeper = OpenTerm.connect(cluster.zooKeeper());
            try {
                if (withoutYarn) {
                    cluster.stopYarn();
                }
                measure(cluster, zooKeeper);
            } finally {
                OpenTerm.close(zooKeeper);
            }
        }
        return 0;
    }

    private void measure(BenchCluster cluster, ZooKeeper zooKeeper) throws Exception {
        String active = cluster.active();
        String standby = cluster.standby();
        byte[] record = record(cluster, zooKeeper);
        zooKeeper.create("/raw", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int round = 0; round < WARM_UP + options.rounds; round++) {
            boolean counts = round >= WARM_UP;
            raw(zooKeeper, record, counts);
            post("the active", cluster.address(active), cluster, counts);
            post("a standby", cluster.address(standby), cluster, counts);
        }
        print(record.length, System.out);
    }

    /** As it stands in the store when the batch has been acknowledged: the service's own bytes. */
    private static byte[] record(BenchCluster cluster, ZooKeeper zooKeeper) throws Exception {
        int id = cluster.post(BODY);
        return zooKeeper.getData(OpenTerm.LAYOUT.path(StorePaths.session(id)), false, null);
    }

    private void raw(ZooKeeper zooKeeper, byte[] record, boolean counts) throws InterruptedException {
        int first = made;
        int count = options.connections * 100;
        made += count;
        double rate = InFlight.rate(
                count,
                options.connections,
                (index, done) -> zooKeeper.create(
                        "/raw/" + (first + index),
                        record,
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT,
                        (code, path, context, name) -> {
                            if (code == Code.OK.intValue()) {
                                done.ok();
                            } else {
                                done.failed(Code.get(code).toString());
                            }
                        },
                        null));
        if (counts) {
            note(rates, RAW, rate);
        }
    }

    private void post(String through, URI node, BenchCluster cluster, boolean counts)
            throws IOException, InterruptedException {
        int first = cluster.post(BODY);
        Wrk.Result result =
                Wrk.post(cluster.dir(), node.resolve("/batches"), BODY, options.connections, options.seconds);
        delete(cluster.address(cluster.active()), first, cluster.post(BODY));
        cluster.awaitCalm();
        if (counts) {
            note(rates, "POST to " + through, result.rate());
            note(medians, "POST to " + through, result.medianMillis());
        }
    }

    /** What still waits for YARN must not wait there in the next round. */
    private void delete(URI active, int first, int last) throws InterruptedException {
        double unused = InFlight.rate(last - first + 1, options.connections, (index, done) -> {
            HttpRequest request = HttpRequest.newBuilder(active.resolve("/batches/" + (first + index)))
                    .DELETE()
                    .build();
            var unusedToo = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, failure) -> {
                        if (answer != null && answer.statusCode() == 200) {
                            done.ok();
                        } else {
                            done.failed(answer == null ? String.valueOf(failure) : "DELETE " + answer.statusCode());
                        }
                    });
        });
    }

    private static void note(Map<String, List<Double>> where, String way, double value) {
        where.computeIfAbsent(way, first -> new ArrayList<>()).add(value);
    }

    private void print(int recordBytes, PrintStream out) throws IOException {
        Report report = new Report("create", options.settings("recordBytes", recordBytes));
        out.printf(
                Locale.ROOT,
                "Batches acknowledged a second, records of %d bytes, %d connections; median of %d rounds (lowest to"
                        + " highest).%n",
                recordBytes,
                options.connections,
                options.rounds);
        double raw = spread(rates.getOrDefault(RAW, List.of())).median();
        rates.forEach((way, each) -> {
            Spread rate = spread(each);
            String answered = Optional.ofNullable(medians.get(way))
                    .map(times -> String.format(
                            Locale.ROOT,
                            "  answered after %.1f ms",
                            spread(times).median()))
                    .orElse("");
            out.printf(
                    Locale.ROOT,
                    "%-26s %7.0f/s (%.0f to %.0f)  %.2f of raw%s%n",
                    way,
                    rate.median(),
                    rate.least(),
                    rate.most(),
                    rate.median() / raw,
                    answered);
            report.add(way, Map.of("perSecond", each, "median", rate.median(), "ofRaw", rate.median() / raw));
        });
        report.write(options.json);
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
