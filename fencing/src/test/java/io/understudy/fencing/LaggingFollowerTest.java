package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.read;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.text;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static io.understudy.fencing.testing.TestingEnsemble.LAGGARD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.QuorumLink;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingEnsemble;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.TransactionLog;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client is cut off in the midst of a write and finds itself at a follower that is behind. */
final class LaggingFollowerTest {

    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NODE = ZooKeeperNode.LAYOUT.path("a");

    private TestingEnsemble ensemble;
    private FaultProxy proxy;
    private ZooKeeperNode node;
    private FencedStore store;

    @BeforeEach
    void start() {
        ensemble = TestingEnsemble.startLinked();
        proxy = new FaultProxy(ensemble.port(ensemble.leader()));
        node = ZooKeeperNode.over("n1", TestingZooKeeper.connect(proxy.connectString(), SESSION_TIMEOUT_MS), LIMIT);
        store = node.win();
    }

    @AfterEach
    void stop() {
        node.close();
        proxy.close();
        ensemble.close();
    }

    @Test
    void aFollowerThatIsBehindIsNotBelieved() throws Exception {
        int voter = ensemble.leader() == 1 ? 2 : 1;
        QuorumLink toVoter = ensemble.link(voter);
        QuorumLink toLaggard = ensemble.link(LAGGARD);
        write(store, creating("a", "old"));
        assertThat(dataOf(LAGGARD)).isEqualTo("old");
        toVoter.holdToLeader();
        Reply<WriteOutcome> reply = submit(store, updating("a", "new", 0));
        await("the voter to have it").atMost(LIMIT).until(() -> isLogged(voter, "new"));
        moveTo(LAGGARD);
        toLaggard.holdFromLeader();
        toVoter.releaseToLeader();
        await("the write to be done")
                .atMost(LIMIT)
                .until(() -> dataOf(ensemble.leader()).equals("new"));

        assertThat(dataOf(LAGGARD)).as("what the follower shows meanwhile").isEqualTo("old");
        assertThat(reply.isGiven()).isFalse();
        toLaggard.releaseFromLeader();
        assertThat(reply.await()).isEqualTo(new Written(List.of(1)));
        assertThat(text(read(store, "a"))).isEqualTo("new");
    }

    @Test
    void aRequestThatASlowFollowerPassesOnTooLateChangesNothing() throws Exception {
        moveTo(LAGGARD);
        QuorumLink link = ensemble.link(LAGGARD);
        assertThat(write(store)).isEqualTo(new Written(List.of()));
        link.holdToLeader();
        proxy.cut(FaultProxy.Cut.AFTER_REQUEST, 0);
        proxy.lead(ensemble.port(ensemble.leader()));

        Reply<WriteOutcome> created = submit(store, creating("a", "one"));
        proxy.awaitCut();
        assertThat(created.await()).isEqualTo(new Written(List.of(0)));
        assertThat(write(store, new WriteOp.Delete("a", 0))).isEqualTo(new Written(List.of(-1)));
        link.releaseToLeader();
        // Whatever was held up is before the beginning of this session.
        assertThat(ensemble.client(LAGGARD).exists(NODE, false)).isNull();

        write(store, creating("end", ""));
        assertThat(TransactionLog.committed(ensemble.transactionLogs(), ZooKeeperNode.LAYOUT.path("end")))
                .filteredOn(transaction -> transaction.writes(NODE, "one"))
                .hasSize(1);
        assertThat(read(store, "a").content()).isEmpty();
    }

    /** Cuts the client off, and waits until it has found the server to which it is led. */
    private void moveTo(int server) throws InterruptedException {
        CountDownLatch back = new CountDownLatch(1);
        node.zooKeeper().register(event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                back.countDown();
            }
        });
        proxy.lead(ensemble.port(server));
        proxy.cutNow();
        assertThat(back.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private boolean isLogged(int server, String data) throws IOException {
        return TransactionLog.read(ensemble.transactionLogs().get(server - 1)).stream()
                .anyMatch(transaction -> transaction.writes(NODE, data));
    }

    /** What a server shows its own clients. */
    private String dataOf(int server) throws KeeperException, InterruptedException {
        return new String(ensemble.client(server).getData(NODE, false, null), UTF_8);
    }
}
