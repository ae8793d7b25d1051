package io.understudy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StorePaths;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** How one change of the active went, phase by phase: when the lock was free, and what the new term's record says. */
final class Milestones {

    private static final long LIMIT_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BenchCluster cluster;
    private final ZooKeeper zooKeeper;
    private final CompletableFuture<Instant> lockFree = new CompletableFuture<>();

    private Milestones(BenchCluster cluster, ZooKeeper zooKeeper) {
        this.cluster = cluster;
        this.zooKeeper = zooKeeper;
    }

    /** Begins to watch the lock that is held. */
    static Milestones watch(BenchCluster cluster, ZooKeeper zooKeeper) throws KeeperException, InterruptedException {
        Milestones milestones = new Milestones(cluster, zooKeeper);
        Stat held = zooKeeper.exists(OpenTerm.LAYOUT.lock(), event -> {
            if (event.getType() == EventType.NodeDeleted) {
                milestones.lockFree.complete(Instant.now());
            }
        });
        if (held == null) {
            throw new IllegalStateException("nobody has the lock");
        }
        return milestones;
    }

    /**
     * Seconds of each phase, in order.
     *
     * @param since when it began
     * @param epoch the new one
     * @param seen when a client had the first answer of the new term
     */
    Map<String, Double> phases(Instant since, long epoch, Instant seen) throws IOException, InterruptedException {
        // They are added when the node serves already.
        JsonNode phases = cluster.await("epoch " + epoch + " to say how it came into office", () -> phases(epoch));
        Instant elected = Instant.parse(phases.path("elected").asText());
        Instant fenced = Instant.parse(phases.path("fenced").asText());
        Instant recovered = Instant.parse(phases.path("recovered").asText());
        Instant serving = Instant.parse(phases.path("serving").asText());
        Instant free = lockFree();
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("  detect: until the lock is free", between(since, free));
        seconds.put("  elect: until a successor has it", between(free, elected));
        seconds.put("  fence: until the epoch is raised", between(elected, fenced));
        seconds.put("  recover: until all is read", between(fenced, recovered));
        seconds.put("  announce: until it serves", between(recovered, serving));
        seconds.put("  serve: until the last GET is answered", between(serving, seen));
        return seconds;
    }

    private Instant lockFree() throws IOException, InterruptedException {
        try {
            return lockFree.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the lock was never free", e);
        }
    }

    private Optional<JsonNode> phases(long epoch) throws IOException {
        String path = OpenTerm.LAYOUT.path(StorePaths.history(new Epoch(epoch)));
        try {
            return Optional.of(
                            JSON.readTree(zooKeeper.getData(path, false, null)).path("phases"))
                    .filter(JsonNode::isObject);
        } catch (KeeperException e) {
            throw new IOException("the record of epoch " + epoch + " could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static double between(Instant begin, Instant end) {
        return Duration.between(begin, end).toNanos() / 1e9;
    }
}
