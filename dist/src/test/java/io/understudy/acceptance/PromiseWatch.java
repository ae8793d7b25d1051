package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Linearizability;
import io.understudy.bench.history.Operation;
import io.understudy.bench.history.Outcome;
import io.understudy.bench.load.Load;
import io.understudy.bench.load.LoadSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.zookeeper.ZooKeeper;

/**
 * Sees whether the promises are kept while something happens to a stage: clients work through all nodes, every node is asked
 * again and again whether it serves, and at the end the clients' history, the store and YARN are compared.
 */
final class PromiseWatch implements AutoCloseable {

    private static final LoadSettings LOAD =
            new LoadSettings(4, Duration.ofMillis(40), 120, 60, Stage.body("true"), System.nanoTime());
    private static final int BETWEEN = 15;
    private static final long ASK_EVERY_NANOS = Duration.ofMillis(20).toNanos();
    private static final Pattern TAG = Pattern.compile("understudy-[0-9a-f]{8}-(\\d+)-");

    private final Stage stage;
    private final Load load;
    private final Queue<Claim> claims = new ConcurrentLinkedQueue<>();
    private final List<Thread> watchers = new ArrayList<>();
    private volatile boolean ended;

    /** A node said of itself that it serves in an epoch. */
    private record Claim(String node, long epoch, long asked, long answered) {

        /** Nobody may claim an epoch after a later one was claimed, nor two nodes the same. */
        boolean contradicts(Claim earlier) {
            boolean stale = earlier.answered < asked && earlier.epoch > epoch;
            return stale || (earlier.epoch == epoch && !earlier.node.equals(node));
        }
    }

    private PromiseWatch(Stage stage, Load load) {
        this.stage = stage;
        this.load = load;
    }

    /**
     * Begins.
     *
     * @param doors through which the clients work
     */
    static PromiseWatch begin(Stage stage, List<URI> doors) {
        PromiseWatch watch = new PromiseWatch(stage, Load.start(doors, LOAD));
        for (String id : stage.ids()) {
            watch.watchers.add(new Thread(() -> watch.watch(id), "watch-" + id));
        }
        watch.watchers.forEach(Thread::start);
        return watch;
    }

    private void watch(String id) {
        while (!ended) {
            long asked = System.nanoTime();
            Optional<JsonNode> status = stage.status(id);
            long answered = System.nanoTime();
            status.filter(said -> said.path("serving").asBoolean())
                    .ifPresent(
                            said -> claims.add(new Claim(id, said.path("epoch").asLong(), asked, answered)));
            LockSupport.parkNanos(ASK_EVERY_NANOS);
        }
    }

    /** Waits until every client has some more operations behind it. */
    void awaitOperations() {
        List<Long> before = load.done();
        await("operations of every client").atMost(Stage.LIMIT).until(() -> {
            List<Long> now = load.done();
            return IntStream.range(0, now.size()).allMatch(client -> now.get(client) >= before.get(client) + BETWEEN);
        });
    }

    /** Waits until every node is healthy and takes requests, and one serves; returns how long that took, in seconds. */
    double awaitHealthyNodes() {
        long since = System.nanoTime();
        await("every node to be healthy")
                .atMost(Stage.LIMIT)
                .until(() -> stage.ids().stream().allMatch(id -> says(id, "/ha/health") && says(id, "/ha/readyz"))
                        && stage.ids().stream()
                                        .filter(id -> says(id, "/ha/active"))
                                        .count()
                                == 1);
        return (System.nanoTime() - since) / 1e9;
    }

    private boolean says(String id, String path) {
        return stage.get(stage.client(id), path).ok();
    }

    /** Ends what it began. Afterwards {@link #unanswered} and {@link #promisesAreKept} know everything. */
    void end() {
        load.end();
        ended = true;
        try {
            for (Thread watcher : watchers) {
                watcher.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What clients were told instead of an answer: status and body, or how the connection broke. */
    List<String> unanswered() {
        return load.history().stream()
                .map(Operation::outcome)
                .flatMap(outcome -> whyNot(outcome).stream())
                .toList();
    }

    private static Optional<String> whyNot(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return Optional.of(refused.why());
        }
        return outcome instanceof Outcome.Unknown unknown ? Optional.of(unknown.why()) : Optional.empty();
    }

    /** How long a client waited at most, in seconds. */
    double slowest() {
        return load.slowest();
    }

    /** I1 to I6 and I9, as far as clients, the store and YARN tell. */
    void promisesAreKept() throws Exception {
        assertThat(claims).as("nobody was ever active").isNotEmpty();
        assertThat(contradictions()).isEmpty();
        assertThat(Linearizability.violations(load.history())).isEmpty();
        assertThat(StoreLog.of(stage).violations()).isEmpty();
        acknowledgedBatchesExistEverywhere();
        applicationsHaveOneBatchEach();
    }

    /** The first few: one is enough, and they come in crowds. */
    private List<String> contradictions() {
        return claims.stream()
                .flatMap(claim -> claims.stream()
                        .filter(claim::contradicts)
                        .limit(1)
                        .map(earlier -> claim + " though " + earlier))
                .limit(5)
                .toList();
    }

    private void acknowledgedBatchesExistEverywhere() {
        Set<Long> made = new TreeSet<>();
        Set<Long> perhapsDeleted = new HashSet<>();
        load.history().forEach(operation -> {
            if (operation.call() instanceof Create && operation.outcome() instanceof Outcome.Exists exists) {
                made.add(exists.id());
            } else if (operation.call() instanceof Delete delete) {
                perhapsDeleted.add(delete.id());
            }
        });
        made.removeAll(perhapsDeleted);
        stage.ids().forEach(node -> made.forEach(id -> stage.batch(stage.client(node), id.intValue())));
    }

    /** No batch has two, and none belongs to a batch that the store does not know; no epoch is without its record. */
    private void applicationsHaveOneBatchEach() throws Exception {
        Map<Long, Integer> applications = new TreeMap<>();
        stage.yarn().applications().forEach(application -> {
            Matcher tag = TAG.matcher(application.path("applicationTags").asText());
            assertThat(tag.find()).as(application.toString()).isTrue();
            applications.merge(Long.valueOf(tag.group(1)), 1, Integer::sum);
        });
        assertThat(applications).allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
        ZooKeeper zooKeeper = stage.zooKeeper();
        try {
            String root = "/understudy/" + stage.cluster();
            for (long id : applications.keySet()) {
                String path = root + "/sessions/%02x/%010d".formatted(id & 0xff, id);
                assertThat(zooKeeper.exists(path, false)).as(path).isNotNull();
            }
            List<Long> epochs = zooKeeper.getChildren(root + "/history", false).stream()
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
            assertThat(epochs)
                    .isEqualTo(LongStream.rangeClosed(1, epochs.size()).boxed().toList());
        } finally {
            zooKeeper.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
