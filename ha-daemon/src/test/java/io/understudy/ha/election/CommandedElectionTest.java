package io.understudy.ha.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.ha.node.Election.Lock;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Terms by command on a real ZooKeeper, without a lock. */
@Timeout(180)
final class CommandedElectionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

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
    void whoIsCommandedWinsTermsAndTheLastOneCommandedIsInOffice() {
        try (Candidacies first = candidate("n1").join();
                Candidacies second = candidate("n2").join()) {
            first.command();
            Lock one = first.awaitElected();
            assertThat(one.proof()).isInstanceOf(LockProof.CompareAndSet.class);
            assertThat(first.holds(one)).isTrue();
            assertThat(first.raise(one)).isInstanceOf(Raised.Won.class);

            second.command();
            Lock two = second.awaitElected();
            assertThat(second.raise(two)).isInstanceOf(Raised.Won.class);
            assertThat(first.holds(one)).isTrue();
            first.leave();
            assertThat(first.holds(one)).isFalse();
        }
    }

    @Test
    void nobodyIsElectedUncommandedOrBeforeItJoined() {
        try (Candidacies candidate = candidate("n1")) {
            candidate.command();
            candidate.join();
            candidate.assertNothingTold();
            candidate.command();
            candidate.awaitElected();
        }
    }

    @Test
    void aCommandIsTakenBackUntilATermIsWon() {
        try (Candidacies candidate = candidate("n1").join()) {
            candidate.command();
            Lock lock = candidate.awaitElected();
            candidate.withdraw();
            candidate.awaitLost();
            assertThat(candidate.holds(lock)).isFalse();

            candidate.command();
            Lock next = candidate.awaitElected();
            assertThat(candidate.raise(next)).isInstanceOf(Raised.Won.class);
            candidate.withdraw();
            assertThat(candidate.holds(next)).isTrue();
        }
    }

    @Test
    void aSessionThatEndsIsLostAndNobodyStandsByItself() {
        try (FaultProxy link = new FaultProxy(zooKeeper.port());
                Candidacies candidate = Candidacies.commanded("n1", link.connectString(), TIMEOUT)
                        .join()) {
            candidate.command();
            Lock lock = candidate.awaitElected();
            link.isolate();
            candidate.awaitDisconnected();
            assertThat(candidate.holds(lock)).isFalse();
            candidate.awaitLost();
            link.reconnect();
            candidate.assertNothingTold();
        }
    }

    /** A node of the other mode is in office, or was a moment ago: its lease is told by its lock. */
    @Test
    void noTermIsWonBesideALock() throws Exception {
        zooKeeper.client().create(Candidacies.lockPath(), new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        try (Candidacies candidate = candidate("n1").join()) {
            candidate.command();
            assertThat(candidate.raise(candidate.awaitElected())).isInstanceOf(Raised.LockNotHeld.class);
        }
    }

    private Candidacies candidate(String name) {
        return Candidacies.commanded(name, zooKeeper.connectString(), TIMEOUT);
    }
}
