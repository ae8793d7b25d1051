package io.understudy.local.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.Daemons;
import io.understudy.local.daemons.NodeClient;
import io.understudy.local.daemons.Watch;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * The one thing that Understudy is for, before a person's eyes: batches through a standby, kill -9 of the active, the same
 * batches through the survivors.
 */
final class Demo {

    private static final int NUMBERS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Daemons daemons;
    private final URI resourceManager;
    private final Optional<SparkSetup> spark;
    private final PrintStream out;
    private final Watch watch;

    /** @param spark if a Spark batch is to be shown as well */
    Demo(Daemons daemons, URI resourceManager, Optional<SparkSetup> spark, PrintStream out) {
        this.daemons = daemons;
        this.resourceManager = resourceManager;
        this.spark = spark;
        this.out = out;
        this.watch = new Watch(daemons, LIMIT);
    }

    int run() throws IOException {
        String active = watch.active();
        List<String> others = daemons.file().nodes().stream()
                .map(ClusterFile.Node::id)
                .filter(id -> !id.equals(active))
                .toList();
        if (others.isEmpty()) {
            throw new IOException("a takeover needs two nodes. Run bin/quickstart down, then up with --nodes 3.");
        }
        NodeClient standby = daemons.client(others.get(0));
        out.println("1. " + (spark.isPresent() ? "A Spark batch and three" : "Three") + " command batches, posted to "
                + others.get(0) + ", a standby, which forwards them to " + active + ":");
        Map<Integer, String> sparkBatches = new LinkedHashMap<>();
        if (spark.isPresent()) {
            // It takes a while to run; the counting one is to count across the takeover.
            running(standby, post(standby, spark.get().request("count", "1000", "sleep", "40")), sparkBatches);
        }
        Map<Integer, String> batches = post(standby);
        int counting = batches.keySet().iterator().next();
        batches.putAll(sparkBatches);

        out.println("2. kill -9 of the active, " + active + " (process " + pid(active) + "):");
        long killed = System.nanoTime();
        kill(active);
        Map<String, Double> gaps = firstAnswers(others, counting, killed);
        String successor = watch.active();
        gaps.forEach((node, seconds) ->
                out.printf("     GET /batches/%d through %s answered after %.1f s%n", counting, node, seconds));
        out.println("   " + successor + " is active now. (The launcher of " + active
                + " ended the dead process's session with ZooKeeper, and with it the lock.)");

        out.println("3. The same batches through every survivor:");
        for (String node : others) {
            for (Map.Entry<Integer, String> batch : batches.entrySet()) {
                show(node, batch.getKey(), batch.getValue());
            }
        }

        out.println("4. The counting batch goes on to its end:");
        String end = ended(standby, counting);
        List<String> numbers = numbers(standby, counting);
        boolean whole = numbers.equals(
                IntStream.rangeClosed(1, NUMBERS).mapToObj(Integer::toString).toList());
        out.println("   state " + end + ", its log has " + numbers.size() + " numbers"
                + (whole ? ", each from 1 to " + NUMBERS + " once" : ": " + numbers));

        boolean sound = whole && end.equals("success");
        for (int batch : sparkBatches.keySet()) {
            String ended = ended(standby, batch);
            out.println("   and the Spark batch " + batch + " to its own: state " + ended);
            sound &= ended.equals("success");
        }

        out.println("5. " + active + " is back by itself as " + watch.joined(active) + " and forwards:");
        show(active, counting, batches.getOrDefault(counting, ""));
        out.println();
        out.println(
                sound
                        ? "Done. The cluster is running. Next: " + standby.base() + "/ui/, " + resourceManager
                                + ", bin/haadmin --conf "
                                + daemons.file().path().resolveSibling("conf")
                                + " status. To end it: bin/quickstart down"
                        : "The demo did not end as it should: see above.");
        return sound ? 0 : 1;
    }

    /** Posts the batches and waits until YARN runs them; ids with application ids, the counting one first. */
    private Map<Integer, String> post(NodeClient node) throws IOException {
        String count = "i=0; while [ $i -lt " + NUMBERS + " ]; do i=$((i+1)); echo $i; sleep 1; done";
        Map<Integer, String> batches = new LinkedHashMap<>();
        for (String script : List.of(count, "date; sleep 40", "hostname; sleep 40")) {
            batches.put(post(node, "{\"kind\":\"command\",\"command\":[\"sh\",\"-c\",\"" + script + "\"]}"), "");
        }
        for (int id : List.copyOf(batches.keySet())) {
            running(node, id, batches);
        }
        return batches;
    }

    private static int post(NodeClient node, String body) throws IOException {
        NodeClient.Answer answer = node.post("/batches", body, Map.of());
        if (answer.status() != 201) {
            throw new IOException("POST /batches was answered " + answer.status() + " " + answer.body());
        }
        return answer.json().path("id").asInt();
    }

    /** Waits until YARN runs a batch and notes its application id. */
    private void running(NodeClient node, int id, Map<Integer, String> batches) throws IOException {
        JsonNode batch = watch.until(
                "batch " + id + " to run",
                () -> Optional.of(node.get("/batches/" + id).json())
                        .filter(now -> now.path("state").asText().equals("running")));
        batches.put(id, batch.path("appId").asText());
        out.println("     batch " + id + " running as " + batch.path("appId").asText());
    }

    private long pid(String id) throws IOException {
        return daemons.file().node(id).pid().orElseThrow(() -> new IOException(id + " does not run"));
    }

    private void kill(String id) throws IOException {
        ProcessHandle.of(pid(id)).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Seconds from the kill to the first good answer, through each survivor, asked all at once. */
    private Map<String, Double> firstAnswers(List<String> nodes, int batch, long since) throws IOException {
        ExecutorService probes = Executors.newFixedThreadPool(nodes.size());
        try {
            Map<String, Future<Double>> asked = new LinkedHashMap<>();
            for (String node : nodes) {
                asked.put(node, probes.submit(probe(node, batch, since)));
            }
            Map<String, Double> seconds = new LinkedHashMap<>();
            for (Map.Entry<String, Future<Double>> entry : asked.entrySet()) {
                seconds.put(entry.getKey(), entry.getValue().get());
            }
            return seconds;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            probes.shutdownNow();
        }
    }

    private Callable<Double> probe(String node, int batch, long since) {
        return () -> watch.until(
                "an answer through " + node,
                () -> daemons.client(node).get("/batches/" + batch).ok()
                        ? Optional.of((System.nanoTime() - since) / 1e9)
                        : Optional.empty());
    }

    private void show(String node, int id, String application) throws IOException {
        JsonNode batch = daemons.client(node).get("/batches/" + id).json();
        String now = batch.path("appId").asText();
        out.println("     through " + node + ": batch " + id + " "
                + batch.path("state").asText() + " as " + now
                + (now.equals(application) ? " (the same)" : " (WAS " + application + ")"));
    }

    private String ended(NodeClient node, int id) throws IOException {
        return watch.until(
                "batch " + id + " to end",
                () -> Optional.of(node.get("/batches/" + id + "/state")
                                .json()
                                .path("state")
                                .asText())
                        .filter(List.of("success", "dead", "killed")::contains));
    }

    /** The numbers in the batch's log, once the whole log can be had. */
    private List<String> numbers(NodeClient node, int id) throws IOException {
        return watch.until("the log of batch " + id, () -> {
            List<String> lines = new ArrayList<>();
            StreamSupport.stream(
                            node.get("/batches/" + id + "/log?from=0&size=-1")
                                    .json()
                                    .path("log")
                                    .spliterator(),
                            false)
                    .map(JsonNode::asText)
                    .filter(line -> line.matches("\\d+"))
                    .forEach(lines::add);
            return lines.isEmpty() || !lines.get(lines.size() - 1).equals(Integer.toString(NUMBERS))
                    ? Optional.empty()
                    : Optional.of(lines);
        });
    }
}
