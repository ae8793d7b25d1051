package io.understudy.ha.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.node.NodeBench.Door;
import io.understudy.ha.node.Service.Activated;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How a node wins a term, holds it and loses it. What it orders is in docs/role-table.md. */
final class NodeInOfficeTest {

    private static final WriteOutcome WRITTEN = new WriteOutcome.Written(List.of(0));
    private static final WriteOutcome UNKNOWN = new WriteOutcome.Unknown("the connection was lost");
    private static final Duration BEAT = NodeBench.TIMEOUT.dividedBy(6);

    @Test
    void servesOnceItIsAnnounced() {
        NodeBench bench = NodeBench.standby();
        assertThat(bench.role()).isEqualTo("standby");
        bench.elect(1);
        assertThat(bench.role()).isEqualTo("fencing");
        bench.raises.remove().accept(new Raised.Won(bench.door(1, 1)));
        bench.settle();
        assertThat(bench.role()).isEqualTo("recovering");
        bench.activations.remove().accept(new Activated.Ready(0));
        bench.settle();
        assertThat(bench.node.gate().isOpen()).isFalse();
        bench.announcements.remove().accept(WRITTEN);
        bench.settle();
        assertThat(bench.role()).isEqualTo("active");
        assertThat(bench.node.gate().isOpen()).isTrue();
        assertThat(bench.node.leaseLeft()).isEqualTo(NodeBench.TIMEOUT.dividedBy(2));
    }

    @Test
    void carriesTheLeaseOnWithHeartbeatsAndLosesItWithoutThem() {
        NodeBench bench = NodeBench.serving(1);
        Door door = bench.door;
        int before = door.heartbeats;
        bench.pass(BEAT.multipliedBy(12));
        assertThat(door.heartbeats - before).isEqualTo(12);
        assertThat(bench.node.gate().isOpen()).isTrue();

        door.answer = UNKNOWN;
        bench.pass(BEAT.multipliedBy(3).plusMillis(1));
        assertThat(bench.node.gate().isOpen()).isFalse();
        bench.pass(BEAT);
        assertThat(bench.role()).isEqualTo("suspended");

        door.answer = WRITTEN;
        bench.pass(BEAT);
        assertThat(bench.role()).isEqualTo("active");
        assertThat(bench.node.gate().isOpen()).isTrue();
        assertThat(bench.raises).isEmpty();
    }

    @Test
    void aLoopThatIsStuckLosesTheLeaseThoughWritesAreAcknowledged() {
        NodeBench bench = NodeBench.serving(1);
        bench.stick(BEAT.multipliedBy(3).minusMillis(1));
        bench.door.acknowledge();
        assertThat(bench.node.gate().isOpen()).isTrue();

        bench.stick(Duration.ofMillis(1));
        bench.door.acknowledge();
        assertThat(bench.node.gate().isOpen()).isFalse();
        assertThat(bench.node.leaseLeft()).isEqualTo(Duration.ZERO);

        bench.settle();
        assertThat(bench.node.gate().isOpen()).isTrue();
        assertThat(bench.role()).isEqualTo("active");
    }

    @Test
    void waitsForARecoveryAsLongAsItGoesOnAndGivesUpOneThatHangs() {
        NodeBench bench = NodeBench.standby();
        bench.elect(1);
        bench.raises.remove().accept(new Raised.Won(bench.door(1, 1)));
        for (int i = 0; i < 100; i++) {
            bench.progress++;
            bench.pass(NodeBench.TIMEOUT);
        }
        assertThat(bench.role()).isEqualTo("recovering");

        bench.pass(NodeBench.TIMEOUT.multipliedBy(3));
        assertThat(bench.role()).isEqualTo("stepping-down");
        assertThat(bench.node.status().reasons()).anyMatch(why -> why.contains("read nothing for"));
    }

    @Test
    void stepsDownASessionTimeoutAfterTheLastHeartbeat() {
        NodeBench bench = NodeBench.serving(1);
        Door door = bench.door;
        door.answer = UNKNOWN;
        bench.pass(NodeBench.TIMEOUT.minus(BEAT));
        assertThat(bench.role()).isEqualTo("suspended");
        bench.pass(BEAT.multipliedBy(2));
        assertThat(bench.role()).isEqualTo("stepping-down");
        assertThat(door.closed).isTrue();
        assertThat(bench.leaving).hasSize(1);
        assertThat(bench.deactivations).hasSize(1);
    }

    @Test
    void shutsTheGateWithTheConnectionAndResumesTheSameTermOnTheSameSession() {
        NodeBench bench = NodeBench.serving(1);
        bench.holdsLock = OptionalLong.empty();
        assertThat(bench.node.gate().isOpen()).isFalse();
        bench.candidacies.getLast().disconnected();
        bench.pass(BEAT);
        assertThat(bench.role()).isEqualTo("suspended");
        bench.elect(1);
        assertThat(bench.role()).isEqualTo("active");
        assertThat(bench.node.gate().isOpen()).isTrue();
        assertThat(bench.raises).isEmpty();
    }

    @Test
    void countsItsWritesAndTheRolesThatItCameTo() {
        NodeBench bench = NodeBench.serving(1);
        WriteCounts before = bench.node.counts().writes();
        bench.pass(BEAT.multipliedBy(2));
        bench.door.answer = UNKNOWN;
        bench.pass(BEAT);
        bench.door.answer = new WriteOutcome.Deposed("another epoch");
        bench.pass(BEAT);

        WriteCounts writes = bench.node.counts().writes();
        assertThat(writes.written() - before.written()).isEqualTo(2);
        assertThat(writes.unknown()).isEqualTo(1);
        assertThat(writes.deposed()).isEqualTo(1);
        assertThat(writes.conflicting()).isZero();
        assertThat(bench.node.counts().entered())
                .isEqualTo(Map.of("standby", 1L, "fencing", 1L, "recovering", 1L, "active", 1L, "stepping-down", 1L));
    }

    @Test
    void writesDownHowItCameIntoOfficeUntilThatIsWritten() {
        NodeBench bench = NodeBench.standby();
        bench.completion = UNKNOWN;
        bench.door = bench.door(1, 1);
        bench.elect(1);
        bench.pass(Duration.ofMillis(10));
        bench.raises.remove().accept(new Raised.Won(bench.door));
        bench.pass(Duration.ofMillis(20));
        bench.activations.remove().accept(new Activated.Ready(0));
        bench.pass(Duration.ofMillis(30));
        assertThat(bench.accounts).isEmpty();
        bench.announcements.remove().accept(new WriteOutcome.Written(List.of(0)));
        bench.settle();

        Account account = bench.accounts.remove();
        Phases phases = account.phases();
        assertThat(Duration.between(phases.elected(), phases.fenced())).isEqualTo(Duration.ofMillis(10));
        assertThat(Duration.between(phases.fenced(), phases.recovered())).isEqualTo(Duration.ofMillis(20));
        assertThat(Duration.between(phases.recovered(), phases.serving())).isEqualTo(Duration.ofMillis(30));
        bench.completion = new WriteOutcome.Written(List.of(1));
        bench.pass(BEAT);
        assertThat(bench.accounts).containsExactly(account);
        bench.pass(BEAT.multipliedBy(3));
        assertThat(bench.accounts).hasSize(1);
    }

    @Test
    void writesDownWhatItsComingIntoOfficeHasCost() {
        NodeBench bench = NodeBench.serving(1);
        bench.accounts.clear();
        Map<String, Toll> tolls = Map.of("n1", new Toll(new Epoch(1), 3, 0));

        bench.node.reportTolls(new Epoch(2), tolls);
        bench.pass(BEAT);
        assertThat(bench.accounts).isEmpty();

        bench.completion = UNKNOWN;
        bench.node.reportTolls(new Epoch(1), tolls);
        bench.settle();
        assertThat(bench.accounts.remove().tolls()).isEqualTo(tolls);
        bench.completion = new WriteOutcome.Written(List.of(2));
        bench.pass(BEAT);
        assertThat(bench.accounts.remove().tolls()).isEqualTo(tolls);
        bench.pass(BEAT.multipliedBy(3));
        assertThat(bench.accounts).isEmpty();
    }

    /** The elector goes on while this node's loop is stuck: others may have been in office in between. */
    @Test
    void theLockOnAnotherSessionDoesNotOpenTheGateOfATermThatWasWonBefore() {
        NodeBench bench = NodeBench.serving(1);
        assertThat(bench.node.gate().isOpen()).isTrue();
        bench.holdsLock = OptionalLong.of(2);
        assertThat(bench.node.gate().isOpen()).isFalse();
    }

    @Test
    void noticesALostConnectionThatNobodyTold() {
        NodeBench bench = NodeBench.serving(1);
        bench.holdsLock = OptionalLong.empty();
        bench.pass(BEAT);
        assertThat(bench.role()).isEqualTo("suspended");
    }

    @Test
    void stepsDownWhenTheStoreSaysThatAnotherEpochIsInOffice() {
        NodeBench bench = NodeBench.serving(1);
        Door door = bench.door;
        door.answer = new WriteOutcome.Deposed("epoch 2 is in office");
        bench.pass(BEAT);
        assertThat(bench.role()).isEqualTo("stepping-down");
        assertThat(bench.node.status().reasons()).containsExactly("epoch 2 is in office");
    }

    @Test
    void aTermThatComesTooLateIsClosedAndNothingMore() {
        NodeBench bench = NodeBench.standby();
        bench.elect(1);
        bench.pass(NodeBench.TIMEOUT.multipliedBy(2));
        assertThat(bench.role()).isEqualTo("stepping-down");
        assertThat(bench.leaving).hasSize(1);
        Door late = bench.door(1, 1);
        bench.raises.remove().accept(new Raised.Won(late));
        bench.settle();
        assertThat(late.closed).isTrue();
        assertThat(bench.activations).isEmpty();
        assertThat(bench.role()).isEqualTo("stepping-down");
    }

    @Test
    void aTermWonForALostLockIsClosedAndNothingMore() {
        NodeBench bench = NodeBench.standby();
        bench.elect(1);
        bench.candidacies.getLast().lost("expired");
        bench.settle();
        Door useless = bench.door(1, 1);
        bench.raises.remove().accept(new Raised.Won(useless));
        bench.settle();
        assertThat(useless.closed).isTrue();
        assertThat(bench.activations).isEmpty();
        assertThat(bench.node.leaseLeft()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aServiceThatGetsReadyTooLateCostsTheTerm() {
        NodeBench bench = NodeBench.standby();
        bench.elect(1);
        Door door = bench.door(1, 1);
        bench.raises.remove().accept(new Raised.Won(door));
        bench.pass(NodeBench.TIMEOUT.multipliedBy(2));
        assertThat(bench.role()).isEqualTo("stepping-down");
        bench.activations.remove().accept(new Activated.Ready(0));
        bench.settle();
        assertThat(bench.announcements).isEmpty();
        assertThat(door.closed).isTrue();
    }

    @Test
    void anAnnouncementThatFailsCostsTheTerm() {
        for (WriteOutcome outcome : List.of(
                UNKNOWN,
                new WriteOutcome.Deposed("epoch 2"),
                new WriteOutcome.Conflict(0, WriteOutcome.Cause.BAD_VERSION))) {
            NodeBench bench = NodeBench.standby();
            bench.elect(1);
            bench.raises.remove().accept(new Raised.Won(bench.door(1, 1)));
            bench.settle();
            bench.activations.remove().accept(new Activated.Ready(0));
            bench.settle();
            bench.announcements.remove().accept(outcome);
            bench.settle();
            assertThat(bench.role()).as("%s", outcome).isEqualTo("stepping-down");
            assertThat(bench.node.gate().isOpen()).isFalse();
        }
    }

    @Test
    void whyATermWasNotWonIsShown() {
        for (Raised outcome :
                List.of(new Raised.Failed("late"), new Raised.Refused("wiped"), new Raised.LockNotHeld("gone"))) {
            NodeBench bench = NodeBench.standby();
            bench.elect(1);
            bench.raises.remove().accept(outcome);
            bench.settle();
            assertThat(bench.role()).isEqualTo("stepping-down");
            assertThat(outcome.toString())
                    .contains(bench.node.status().reasons().get(0));
        }
    }
}
