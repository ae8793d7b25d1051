package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.TestingEnsemble.LAGGARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOutcome.Conflict;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.FaultProxy.Cut;
import io.understudy.fencing.testing.Full;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.StoreTalk;
import io.understudy.fencing.testing.TestingEnsemble;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.TransactionLog;
import io.understudy.fencing.testing.TransactionLog.Change;
import io.understudy.fencing.testing.TransactionLog.Transaction;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.StoreLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.Test;

/**
 * Many clients, each with a store of its own, are cut off again and again in the midst of their writes, and find
 * themselves at any server of an ensemble, one of which is always behind.
 */
final class CutClientsTest {

    private static final int CLIENTS = 20;
    private static final int CUTS = Full.times(5, 50);
    private static final int RECORDS = 6;
    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LAG = Duration.ofMillis(25);
    private static final List<Cut> CUT_AT = List.of(Cut.BEFORE_REQUEST, Cut.AFTER_REQUEST, Cut.BEFORE_ANSWER);
    private static final long SEED = 1_050;

    private final Claims claims = new Claims();

    @Test
    void everyOutcomeIsTrueAndNoKeyIsLost() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TestingEnsemble ensemble = TestingEnsemble.startLinked()) {
            ensemble.link(LAGGARD).delayFromLeader(LAG);
            List<Future<Map<String, String>>> clients = threads.invokeAll(IntStream.range(0, CLIENTS)
                    .mapToObj(i -> client(i, ensemble))
                    .toList());
            Map<String, String> stands = new HashMap<>();
            for (Future<Map<String, String>> client : clients) {
                stands.putAll(client.get());
            }

            Map<String, String> last = new HashMap<>();
            Map<String, Integer> applied = applied(ensemble, last);
            claims.assertTrue(applied);
            assertThat(last).as("what the log says of every record").isEqualTo(stands);
            assertThat(claims.count(Written.class)).isPositive();
            assertThat(claims.count(Conflict.class)).isPositive();
        } finally {
            threads.shutdownNow();
        }
        Full.report(
                "cuts between clients and a lagging ensemble", CLIENTS + " clients, " + CUTS + " cuts each, " + claims);
    }

    /** How often each data was applied; {@code last} takes what every record came to hold. */
    private static Map<String, Integer> applied(TestingEnsemble ensemble, Map<String, String> last) throws Exception {
        String end = "/end";
        ensemble.client(LAGGARD).create(end, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        Map<String, Integer> applied = new HashMap<>();
        for (Transaction transaction : TransactionLog.committed(ensemble.transactionLogs(), end)) {
            for (Change change : transaction.changes()) {
                if (change.text().startsWith("key ")) {
                    applied.merge(change.text(), 1, Integer::sum);
                    last.put(change.path(), change.text());
                }
            }
        }
        return applied;
    }

    /** Works through its cuts; returns what its store holds then. */
    private Callable<Map<String, String>> client(int number, TestingEnsemble ensemble) {
        return () -> {
            Random random = new Random(SEED + number);
            StoreLayout layout = StoreLayout.of("c" + number);
            try (FaultProxy proxy = new FaultProxy(anyServer(ensemble, random));
                    ZooKeeperNode node = ZooKeeperNode.over(
                            "n" + number,
                            TestingZooKeeper.connect(proxy.connectString(), SESSION_TIMEOUT_MS),
                            layout,
                            DEADLINE)) {
                FencedStore store = node.win();
                List<String> paths = new ArrayList<>();
                for (int cut = 0; cut < CUTS; cut++) {
                    proxy.lead(anyServer(ensemble, random));
                    proxy.cut(CUT_AT.get(random.nextInt(CUT_AT.size())), random.nextInt(2));
                    List<Reply<WriteOutcome>> replies = handIn(store, number, cut, paths, random);
                    replies.forEach(Reply::await);
                    heartbeat(store);
                    proxy.awaitCut();
                }
                heartbeat(store);
                return held(store, layout, paths);
            }
        };
    }

    private static int anyServer(TestingEnsemble ensemble, Random random) {
        return ensemble.port(1 + random.nextInt(TestingEnsemble.SIZE));
    }

    /** Creates records under new keys, changes each of them, and changes some by a version that they do not have. */
    private List<Reply<WriteOutcome>> handIn(
            FencedStore store, int client, int cut, List<String> paths, Random random) {
        List<Reply<WriteOutcome>> replies = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            String path = "k" + cut + "-" + i;
            String key = "key " + client + "/" + cut + "/" + i;
            paths.add(path);
            replies.add(submit(store, key, creating(path, key)));
            replies.add(submit(store, key + " changed", updating(path, key + " changed", 0)));
            if (random.nextBoolean()) {
                replies.add(submit(store, key + " stale", updating(path, key + " stale", 7)));
            }
        }
        return replies;
    }

    private Reply<WriteOutcome> submit(FencedStore store, String data, WriteOp op) {
        Reply<WriteOutcome> reply = claims.add(data);
        store.write(List.of(op), reply);
        return reply;
    }

    private static Map<String, String> held(FencedStore store, StoreLayout layout, List<String> paths) {
        Map<String, String> held = new HashMap<>();
        StoreTalk.read(store, paths)
                .forEach(node ->
                        node.content().ifPresent(content -> held.put(layout.path(node.path()), StoreTalk.text(node))));
        return held;
    }
}
