package io.understudy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a POST takes while many Spark batches are submitted by a stand-in for spark-submit, a few at a time, and run: one
 * at a time, to the active and to a standby in turns. Beside it the same while there is nothing else to do.
 */
final class CreateWhileSubmitting {

    private static final int NODES = 2;
    private static final int PARALLEL = 4;
    private static final int WARM_UP = 500;
    private static final int IDLE = 400;
    private static final long PAUSE_NANOS = 20_000_000;

    private final Path home;
    private final WrkOptions options;
    private final int batches;
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    CreateWhileSubmitting(Path home, WrkOptions options, int batches) {
        this.home = home;
        this.options = options;
        this.batches = batches;
    }

    void run() throws IOException, InterruptedException {
        try (BenchCluster cluster = BenchCluster.startWithSpark(home, options.dir, NODES, PARALLEL)) {
            NodeClient active = new NodeClient(cluster.address(cluster.active()));
            NodeClient standby = new NodeClient(cluster.address(cluster.standby()));
            for (int i = 0; i < WARM_UP; i++) {
                timed(List.of(active, standby).get(i % 2), CreateBench.BODY);
            }
            cluster.awaitCalm();
            for (int i = 0; i < IDLE / 2; i++) {
                note("the active, nothing else to do", timed(active, CreateBench.BODY));
                note("a standby, nothing else to do", timed(standby, CreateBench.BODY));
            }
            cluster.awaitCalm();
            whileSubmitting(cluster, active, standby);
        }
        print();
    }

    /** The batches themselves come first, as fast as they are taken; then others, until all have ended. */
    private void whileSubmitting(BenchCluster cluster, NodeClient active, NodeClient standby) throws IOException {
        String spark = cluster.standIn().request("go", "true");
        String toActive = "the active, " + batches + " Spark batches under way";
        String toStandby = "a standby, " + batches + " Spark batches under way";
        for (int i = 0; i < batches; i++) {
            note("those batches themselves, through both in turns", timed(i % 2 == 0 ? active : standby, spark));
        }
        while (unfinished(active) > 0) {
            note(toActive, timed(active, CreateBench.BODY));
            note(toStandby, timed(standby, CreateBench.BODY));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        int succeeded = total(active, "/batches?kind=spark&size=0&state=success");
        if (succeeded != batches) {
            throw new IOException("Of " + batches + " Spark batches " + succeeded + " succeeded.");
        }
    }

    private static int unfinished(NodeClient active) throws IOException {
        return total(active, "/batches?kind=spark&size=0&state=starting,running");
    }

    private static int total(NodeClient active, String list) throws IOException {
        JsonNode total = active.get(list).json().path("total");
        if (!total.isInt()) {
            throw new IOException("GET " + list + " gave no total");
        }
        return total.asInt();
    }

    /** How long it takes until a batch is acknowledged, in milliseconds. */
    private static double timed(NodeClient client, String body) throws IOException {
        long since = System.nanoTime();
        NodeClient.Answer answer = client.post("/batches", body, Map.of());
        double taken = (System.nanoTime() - since) / 1e6;
        if (answer.status() != 201) {
            throw new IOException("POST was answered " + answer.status() + " " + answer.body());
        }
        return taken;
    }

    private void note(String way, double value) {
        millis.computeIfAbsent(way, first -> new ArrayList<>()).add(value);
    }

    private void print() throws IOException {
        Report report = new Report("create", Map.of("submissions", batches, "parallel", PARALLEL));
        System.out.printf(
                Locale.ROOT,
                "POST /batches, one at a time, milliseconds until it is acknowledged: median (lowest to highest). The"
                        + " batches under way go through a stand-in for spark-submit, %d at a time, and all succeeded.%n",
                PARALLEL);
        millis.forEach((way, each) -> {
            Spread spread =
                    Spread.of(each.stream().mapToDouble(Double::doubleValue).toArray());
            System.out.printf(
                    Locale.ROOT,
                    "%-48s %7.1f (%.1f to %.1f)  %d times%n",
                    way,
                    spread.median(),
                    spread.least(),
                    spread.most(),
                    each.size());
            report.add(way, Map.of("median", spread.median(), "worst", spread.most(), "count", each.size()));
        });
        report.write(options.json);
    }
}
