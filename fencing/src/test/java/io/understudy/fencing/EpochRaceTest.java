package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

/** I1: in ZooKeeper's order, no write of an epoch after the first of the next one. */
final class EpochRaceTest {

    private static final int TERMS_EACH = 12;
    private static final int WRITES_PER_TERM = 400;
    private static final String ROOT = "/understudy/c1/";

    /** A write, and what was said of it. */
    private record Claim(Epoch epoch, String path, Reply<WriteOutcome> reply) {}

    @Test
    void noWriteOfAnEpochFollowsTheNext() throws Exception {
        List<Claim> claims = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestingZooKeeper server = TestingZooKeeper.start();
                ZooKeeperNode first = ZooKeeperNode.connect("n1", server.connectString());
                ZooKeeperNode second = ZooKeeperNode.connect("n2", server.connectString())) {
            List<Future<Void>> racers = threads.invokeAll(List.of(racer(first, claims), racer(second, claims)));
            for (Future<Void> racer : racers) {
                racer.get();
            }

            int refused = 0;
            for (Claim claim : claims) {
                refused += verify(server.client(), claim) ? 0 : 1;
            }
            assertThat(claims).hasSize(2 * TERMS_EACH * WRITES_PER_TERM);
            assertThat(refused).as("the race was none: no write came too late").isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> racer(ZooKeeperNode node, List<Claim> claims) {
        return () -> {
            for (int term = 0; term < TERMS_EACH; term++) {
                FencedStore store = node.win();
                Epoch epoch = store.term().epoch();
                for (int i = 0; i < WRITES_PER_TERM; i++) {
                    String path = "w" + epoch + "-" + i;
                    claims.add(new Claim(epoch, path, submit(store, creating(path, ""))));
                }
            }
            return null;
        };
    }

    /** Whether it was written; fails if that is not what was said, or if it was written too late. */
    private static boolean verify(ZooKeeper client, Claim claim) throws Exception {
        Stat written = client.exists(ROOT + claim.path(), false);
        assertThat(claim.reply().await())
                .as(claim.path())
                .isInstanceOf(written == null ? Deposed.class : Written.class);
        if (written == null) {
            return false;
        }
        Stat next = client.exists(ROOT + StorePaths.history(claim.epoch().next()), false);
        Stat own = client.exists(ROOT + StorePaths.history(claim.epoch()), false);
        assertThat(written.getCzxid()).as(claim.path()).isGreaterThan(own.getCzxid());
        if (next != null) {
            assertThat(written.getCzxid()).as(claim.path()).isLessThan(next.getCzxid());
        }
        return true;
    }
}
