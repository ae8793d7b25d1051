package io.understudy.ha.election;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.ha.node.Election.Lock;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Elections on a real ZooKeeper. */
@Timeout(180)
final class ZooKeeperElectionTest {

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** The longest that a server with a tick of 500 ms grants: outlasts a restart of it on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private final TestingZooKeeper zooKeeper = TestingZooKeeper.start();

    @BeforeEach
    void setUpStore() throws InterruptedException {
        Candidacies.setUpStore(zooKeeper);
    }

    @AfterEach
    void stop() {
        zooKeeper.close();
    }

    @Test
    void oneIsElectedAndWhoLeavesGivesTheLockUp() throws Exception {
        try (Candidacies first = candidate("n1").join()) {
            Lock lock = first.awaitElected();
            assertThat(first.holds(lock)).isTrue();
            byte[] data = zooKeeper.client().getData(Candidacies.lockPath(), false, null);
            assertThat(new String(data, UTF_8))
                    .isEqualTo(
                            "{\"node\":\"n1\",\"addresses\":{\"http\":\"http://127.0.0.1:1\"},\"incarnation\":\"n1-1\"}");
            try (Candidacies second = candidate("n2").join()) {
                assertThat(first.raise(lock)).isInstanceOf(Raised.Won.class);
                first.leave();
                assertThat(first.holds(lock)).isFalse();
                assertThat(first.raise(lock)).isNotInstanceOf(Raised.Won.class);
                Lock next = second.awaitElected();
                assertThat(second.raise(next)).isInstanceOf(Raised.Won.class);
            }
        }
    }

    /** Hadoop's own elector sets its ACL on every parent that it finds. */
    @Test
    void theAclsThatTheOperatorSetAreKept() throws Exception {
        List<ACL> own = Arrays.asList(
                new ACL(Perms.ALL, Ids.ANYONE_ID_UNSAFE), new ACL(Perms.READ, new Id("digest", "operator:hash")));
        List<String> paths = List.of("/understudy", Candidacies.root(), Candidacies.root() + "/election");
        for (String path : paths) {
            zooKeeper.client().setACL(path, own, -1);
        }
        try (Candidacies first = candidate("n1").join();
                Candidacies second = candidate("n2")) {
            assertThat(first.raise(first.awaitElected())).isInstanceOf(Raised.Won.class);
            second.join();
            first.leave();
            assertThat(second.raise(second.awaitElected())).isInstanceOf(Raised.Won.class);
        }
        for (String path : paths) {
            assertThat(zooKeeper.client().getACL(path, new Stat())).as(path).isEqualTo(own);
        }
    }

    @Test
    void anExpiredSessionLosesTheLockAndStandsAgain() {
        try (Candidacies first = candidate("n1").join()) {
            Lock lock = first.awaitElected();
            zooKeeper.expire(lock.session());
            first.awaitDisconnected();
            first.awaitLost();
            Lock again = first.awaitElected();
            assertThat(again.session()).isNotEqualTo(lock.session());
            assertThat(first.raise(again)).isInstanceOf(Raised.Won.class);
        }
    }

    @Test
    void aShortDisconnectionKeepsTheLock() {
        try (FaultProxy link = new FaultProxy(zooKeeper.port());
                Candidacies first = new Candidacies("n1", link.connectString(), LONG).join()) {
            Lock lock = first.awaitElected();
            link.cutNow();
            first.awaitDisconnected();
            assertThat(first.awaitElected()).isSameAs(lock);
            assertThat(first.holds(lock)).isTrue();
        }
    }

    @Test
    void aLongDisconnectionLosesTheLockToAnother() {
        try (FaultProxy link = new FaultProxy(zooKeeper.port());
                Candidacies first = new Candidacies("n1", link.connectString(), SHORT).join();
                Candidacies second = candidate("n2")) {
            Lock lock = first.awaitElected();
            second.join();
            link.isolate();
            first.awaitDisconnected();
            assertThat(first.holds(lock)).isFalse();
            assertThat(second.raise(second.awaitElected())).isInstanceOf(Raised.Won.class);
            link.reconnect();
            first.awaitLostOrFailed();
            assertThat(first.holds(lock)).isFalse();
            assertThat(first.raise(lock)).isNotInstanceOf(Raised.Won.class);
            second.leave();
            first.leave();
            first.join();
            assertThat(first.awaitElected().session()).isNotEqualTo(lock.session());
        }
    }

    @Test
    void aShortAbsenceOfZooKeeperKeepsTheLock() {
        try (Candidacies first = new Candidacies("n1", zooKeeper.connectString(), LONG).join()) {
            Lock lock = first.awaitElected();
            zooKeeper.stop();
            first.awaitDisconnected();
            assertThat(first.holds(lock)).isFalse();
            zooKeeper.restart();
            assertThat(first.awaitElected()).isSameAs(lock);
        }
    }

    @Test
    void aLockThatWasDeletedByHandIsLost() throws Exception {
        try (Candidacies first = candidate("n1").join()) {
            Lock lock = first.awaitElected();
            zooKeeper.client().delete(Candidacies.lockPath(), -1);
            first.awaitDisconnected();
            assertThat(first.awaitElected()).isSameAs(lock);
            assertThat(first.raise(lock)).isInstanceOf(Raised.Won.class);
        }
    }

    /** A server with older data turns a session away for ever, without ending it. */
    @Test
    void oneWhoFindsNoConnectionForLongIsToldSo() throws Exception {
        try (Candidacies first = candidate("n1").join()) {
            first.raise(first.awaitElected());
            zooKeeper.wipe();
            Candidacies.setUpStore(zooKeeper);
            first.awaitFailed();
            first.leave();
            first.join();
            assertThat(first.raise(first.awaitElected())).isInstanceOf(Raised.Won.class);
        }
    }

    @Test
    void oneWhoCannotConnectIsToldSoAndMayLeave() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        try (Candidacies lonely = new Candidacies("n1", "127.0.0.1:" + port, SHORT).join()) {
            lonely.awaitFailed();
            lonely.leave();
        }
    }

    @Test
    void leavingWithoutAConnectionEnds() {
        try (FaultProxy link = new FaultProxy(zooKeeper.port());
                Candidacies first = new Candidacies("n1", link.connectString(), SHORT).join()) {
            first.awaitElected();
            link.isolate();
            first.awaitDisconnected();
            first.leave();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(zooKeeper.client().exists(Candidacies.lockPath(), false))
                            .isNull());
        }
    }

    @Test
    void manyTurnsLeaveNothingBehind() {
        try (Candidacies first = candidate("n1");
                Candidacies second = candidate("n2")) {
            first.join();
            Lock lock = first.awaitElected();
            for (int turn = 0; turn < 10; turn++) {
                assertThat(first.raise(lock)).isInstanceOf(Raised.Won.class);
                second.join();
                first.leave();
                assertThat(second.raise(second.awaitElected())).isInstanceOf(Raised.Won.class);
                first.join();
                second.leave();
                lock = first.awaitElected();
            }
        }
    }

    private Candidacies candidate(String name) {
        return new Candidacies(name, zooKeeper.connectString(), SHORT);
    }
}
