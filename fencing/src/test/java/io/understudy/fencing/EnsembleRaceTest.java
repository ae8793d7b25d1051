package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.Full;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.StoreTalk;
import io.understudy.fencing.testing.TestingEnsemble;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.TransactionLog;
import io.understudy.fencing.testing.TransactionLog.Change;
import io.understudy.fencing.testing.TransactionLog.Transaction;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * I1 on an ensemble whose leader dies in the midst of it: two writers pipeline, each wins a term while the other's writes
 * are under way. What happened is read from the transaction logs, not asked of anybody.
 */
final class EnsembleRaceTest {

    private static final int TERMS = 20;
    private static final int WRITES_PER_TERM = 2_500;
    /** In every how manieth term ZooKeeper's leader is killed. */
    private static final int TERMS_PER_KILL = 4;

    /** What is created in one stretch is updated in the next. */
    private static final int STRETCH = 256;

    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String ROOT = ZooKeeperNode.LAYOUT.root() + "/";
    private static final long SEED = 20_000;

    private final Random random = new Random(SEED);
    private final Claims claims = new Claims();

    @Test
    void noWriteOfAnEpochFollowsTheNextThoughLeadersDie() throws Exception {
        try (TestingEnsemble ensemble = TestingEnsemble.start();
                ZooKeeperNode first = writer("n1", ensemble);
                ZooKeeperNode second = writer("n2", ensemble)) {
            first.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
            int kills = race(ensemble, List.of(first, second));
            claims.awaitAll();
            FencedStore last = second.winNext();
            write(last, creating("end", ""));
            ensemble.awaitServing();

            List<Transaction> log = TransactionLog.committed(ensemble.transactionLogs(), ROOT + "end");
            Map<String, Integer> applied = appliedInOrder(log);
            claims.assertTrue(applied);
            assertStands(last, log);
            assertThat(claims.size()).isEqualTo(TERMS * WRITES_PER_TERM);
            assertThat(log.get(log.size() - 1).leadership())
                    .as("each death made another leader")
                    .isGreaterThan(kills);
            report(kills);
        }
    }

    private static ZooKeeperNode writer(String node, TestingEnsemble ensemble) {
        return ZooKeeperNode.over(
                node, TestingZooKeeper.connect(ensemble.connectString(), SESSION_TIMEOUT_MS), DEADLINE);
    }

    /** Runs the terms; the next one is won at a random point of the one before. Returns how often the leader died. */
    private int race(TestingEnsemble ensemble, List<ZooKeeperNode> writers) throws InterruptedException {
        int kills = 0;
        for (int term = 0; term < TERMS; term++) {
            boolean kill = term % TERMS_PER_KILL == 0;
            int leader = kill ? inStep(ensemble) : 0;
            CountDownLatch midst = handIn(writers.get(term % writers.size()).winNext());
            assertThat(midst.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            if (kill) {
                ensemble.kill(leader);
                ensemble.launch(leader);
                kills++;
            }
        }
        return kills;
    }

    private static int inStep(TestingEnsemble ensemble) {
        ensemble.awaitServing();
        return ensemble.leader();
    }

    /** Hands in all writes of a term; what is returned opens when some of them, random in number, were answered. */
    private CountDownLatch handIn(FencedStore store) {
        CountDownLatch midst = new CountDownLatch(1 + random.nextInt(WRITES_PER_TERM / 2));
        for (int number = 0; number < WRITES_PER_TERM; number++) {
            String data = store.term().epoch() + "/" + number;
            Reply<WriteOutcome> reply = claims.add(data);
            store.write(List.of(operation(store.term().epoch(), number, data)), outcome -> {
                reply.accept(outcome);
                midst.countDown();
            });
        }
        return midst;
    }

    private static WriteOp operation(Epoch epoch, int number, String data) {
        boolean updates = number / STRETCH % 2 == 1;
        String path = "w" + epoch + "-" + (updates ? number - STRETCH : number);
        return updates ? updating(path, data, 0) : creating(path, data);
    }

    /** How often each write was applied; fails if one was applied outside of its term. */
    private static Map<String, Integer> appliedInOrder(List<Transaction> log) throws IOException {
        Map<String, Integer> applied = new HashMap<>();
        long epoch = 0;
        for (Transaction transaction : log) {
            for (Change change : transaction.changes()) {
                if (change.path().equals(ROOT + StorePaths.EPOCH) && change instanceof Change.Updated) {
                    epoch++;
                    assertThat(new ObjectMapper()
                                    .readTree(change.text())
                                    .path("epoch")
                                    .asLong())
                            .isEqualTo(epoch);
                } else if (change.path().startsWith(ROOT + "w")) {
                    assertThat(change.text()).startsWith(epoch + "/");
                    applied.merge(change.text(), 1, Integer::sum);
                }
            }
        }
        assertThat(epoch).isGreaterThan(TERMS);
        return applied;
    }

    /** The log accounts for what stands in the store. */
    private static void assertStands(FencedStore store, List<Transaction> log) {
        Map<String, String> stands = new HashMap<>();
        for (Transaction transaction : log) {
            for (Change change : transaction.changes()) {
                if (change.path().startsWith(ROOT + "w")) {
                    stands.put(change.path().substring(ROOT.length()), change.text());
                }
            }
        }
        List<String> paths = List.copyOf(stands.keySet());
        assertThat(StoreTalk.read(store, paths))
                .allSatisfy(node -> assertThat(StoreTalk.text(node)).isEqualTo(stands.get(node.path())));
    }

    private void report(int kills) {
        assertThat(claims.count(Written.class)).isPositive();
        assertThat(claims.count(Deposed.class))
                .as("the race was none: no write came too late")
                .isPositive();
        Full.report(
                "epoch race on an ensemble",
                claims + ", " + TERMS + " epochs, ZooKeeper's leader killed " + kills + " times");
    }
}
