package io.understudy.ha.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.NodeBench.Door;
import io.understudy.ha.node.Service.Activated;
import io.understudy.ha.node.StoreGuard.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a node carries its orders out. What it orders is in docs/role-table.md. */
final class NodeTest {

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
        bench.holdsLock = false;
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
    void noticesALostConnectionThatNobodyTold() {
        NodeBench bench = NodeBench.serving(1);
        bench.holdsLock = false;
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
        bench.pass(Duration.ofMinutes(2));
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

    @Test
    void waitsAndThenStandsAgainWithACheckOfTheStore() {
        NodeBench bench = NodeBench.standby();
        bench.candidacies.getLast().failed("the elector gave up");
        bench.settle();
        bench.leaving.remove().run();
        bench.settle();
        assertThat(bench.role()).isEqualTo("sidelined");
        Instant retry = bench.node.status().retryAt().orElseThrow();
        assertThat(Duration.between(bench.now(), retry)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        bench.pass(Duration.between(bench.now(), retry));
        bench.checks.remove().accept(new Verdict.Accepted(NodeBench.STORE, Epoch.NONE));
        bench.settle();
        assertThat(bench.role()).isEqualTo("standby");
        assertThat(bench.candidacies).hasSize(2);
    }

    @Test
    void theVoiceOfAnEarlierCandidacyIsNotHeard() {
        NodeBench bench = NodeBench.standby();
        Election.Listener old = bench.candidacies.getLast();
        waitsAndStandsAgain(bench);
        old.failed("late");
        old.lost("late");
        bench.settle();
        assertThat(bench.role()).isEqualTo("standby");
        old.elected(new Election.Lock(7, (a, b, c, d) -> {}, new LockProof.HeldLock("/lock")));
        bench.settle();
        assertThat(bench.role()).isEqualTo("standby");
    }

    private static void waitsAndStandsAgain(NodeBench bench) {
        bench.candidacies.getLast().failed("the elector gave up");
        bench.settle();
        bench.leaving.remove().run();
        bench.pass(Duration.ofSeconds(1));
        bench.checks.remove().accept(new Verdict.Accepted(NodeBench.STORE, Epoch.NONE));
        bench.settle();
    }

    @Test
    void aGuardThatDoesNotAnswerIsAskedAgain() {
        NodeBench bench = new NodeBench();
        bench.node.start();
        bench.settle();
        assertThat(bench.role()).isEqualTo("starting");
        bench.checks.remove();
        bench.pass(NodeBench.TIMEOUT.multipliedBy(2));
        assertThat(bench.node.status().reasons()).containsExactly("ZooKeeper does not answer");
        bench.pass(Duration.ofSeconds(1));
        bench.checks.remove().accept(new Verdict.Unreachable("ZooKeeper at h:1 does not answer"));
        bench.settle();
        assertThat(bench.node.status().reasons()).containsExactly("ZooKeeper at h:1 does not answer");
        bench.pass(Duration.ofSeconds(1));
        bench.checks.remove().accept(new Verdict.Refused("wiped"));
        bench.settle();
        assertThat(bench.node.status().reasons()).containsExactly("wiped");
    }

    @Test
    void remembersEpochsAndIds() {
        NodeBench bench = NodeBench.standby();
        assertThat(bench.memory.store()).contains(NodeBench.STORE);
        bench.seenEpoch = new Epoch(5);
        bench.pass(BEAT);
        assertThat(bench.memory.epoch()).isEqualTo(new Epoch(5));
        bench.elect(1);
        bench.raises.remove().accept(new Raised.Won(bench.door(6, 1)));
        bench.settle();
        assertThat(bench.memory.epoch()).isEqualTo(new Epoch(6));
        bench.highestId = 41;
        bench.pass(BEAT);
        assertThat(bench.memory.highestId()).isEqualTo(41);
        assertThat(bench.node.status().epoch()).isEqualTo(new Epoch(6));
    }

    @Test
    void handsOverInGoodOrder() {
        NodeBench bench = NodeBench.serving(3);
        Door door = bench.door;
        bench.node.requestSwitchover(new Epoch(3), Optional.of("n2"));
        bench.settle();
        assertThat(bench.node.gate().isOpen()).isFalse();
        assertThat(bench.leaving).isEmpty();
        bench.deactivations.remove().run();
        bench.settle();
        assertThat(bench.leaving).isEmpty();
        bench.clearings.remove().accept(WRITTEN);
        bench.settle();
        assertThat(door.closed).isTrue();
        bench.leaving.remove().run();
        bench.settle();
        assertThat(bench.role()).isEqualTo("sidelined");
        assertThat(bench.node.status().back()).isTrue();
        bench.active = Optional.of(new ActiveNode("n2", URI.create("http://127.0.0.1:2"), new Epoch(4), Instant.EPOCH));
        bench.viewChanged();
        bench.checks.remove().accept(new Verdict.Accepted(NodeBench.STORE, new Epoch(4)));
        bench.settle();
        assertThat(bench.role()).isEqualTo("standby");
    }

    @Test
    void aHandoverDoesNotWaitForAStoreThatDoesNotAnswer() {
        NodeBench bench = NodeBench.serving(3);
        bench.node.requestSwitchover(new Epoch(3), Optional.empty());
        bench.settle();
        bench.deactivations.remove().run();
        bench.settle();
        assertThat(bench.clearings).hasSize(1);
        bench.pass(NodeBench.TIMEOUT.multipliedBy(2));
        assertThat(bench.leaving).hasSize(1);
    }

    @Test
    void aSwitchoverOfAnotherEpochIsVoid() {
        NodeBench bench = NodeBench.serving(3);
        bench.node.requestSwitchover(new Epoch(2), Optional.of("n2"));
        bench.node.requestSwitchover(new Epoch(3), Optional.of("n1"));
        bench.settle();
        assertThat(bench.role()).isEqualTo("active");
        NodeBench standby = NodeBench.standby();
        standby.seenEpoch = new Epoch(3);
        standby.node.requestSwitchover(new Epoch(2), Optional.of("n2"));
        standby.node.requestSwitchover(new Epoch(3), Optional.of("n1"));
        standby.node.requestSwitchover(new Epoch(3), Optional.empty());
        standby.settle();
        assertThat(standby.role()).isEqualTo("standby");
        standby.node.requestSwitchover(new Epoch(3), Optional.of("n2"));
        standby.settle();
        standby.leaving.remove().run();
        standby.settle();
        assertThat(standby.node.status().back()).isTrue();
    }

    @Test
    void anUnhealthyActiveHandsOverOnlyToSomebody() {
        NodeBench bench = NodeBench.serving(3);
        bench.members = List.of(bench.member("n1", true), bench.member("n2", false));
        bench.node.reportHealth(List.of("the disk is full"));
        bench.settle();
        assertThat(bench.role()).isEqualTo("active");
        assertThat(bench.node.status().reasons()).containsExactly("the disk is full");
        bench.node.reportHealth(List.of());
        bench.settle();
        assertThat(bench.node.status().reasons()).isEmpty();
        bench.members = List.of(bench.member("n1", true), bench.member("n2", true));
        bench.node.reportHealth(List.of("the disk is full"));
        bench.settle();
        assertThat(bench.role()).isEqualTo("stepping-down");
    }

    @Test
    void endsInGoodOrder() {
        NodeBench bench = NodeBench.serving(3);
        bench.node.stop();
        bench.settle();
        bench.deactivations.remove().run();
        bench.settle();
        bench.clearings.remove().accept(WRITTEN);
        bench.settle();
        assertThat(bench.ends).isEmpty();
        bench.leaving.remove().run();
        bench.settle();
        assertThat(bench.ends).containsExactly("finished");
        long tick = bench.node.lastTick();
        bench.pass(BEAT.multipliedBy(3));
        assertThat(bench.node.lastTick()).isLessThanOrEqualTo(tick + BEAT.toNanos());
    }

    @Test
    void haltsWhenSomethingDoesNotStop() {
        NodeBench bench = NodeBench.serving(3);
        bench.node.stop();
        bench.pass(Duration.ofSeconds(30));
        assertThat(bench.ends).containsExactly("halted: the service did not stop within 30.0 s");
        NodeBench held = NodeBench.standby();
        held.node.stop();
        held.pass(Duration.ofSeconds(60));
        assertThat(held.ends).containsExactly("halted: the election could not be left in time");
    }

    @Test
    void ticksAsLongAsItLives() {
        NodeBench bench = NodeBench.standby();
        long tick = bench.node.lastTick();
        bench.pass(BEAT);
        assertThat(bench.node.lastTick() - tick).isEqualTo(BEAT.toNanos());
    }

    @Test
    void publishesOnlyWhatIsNew() {
        NodeBench bench = NodeBench.standby();
        int before = bench.published.size();
        bench.pass(BEAT.multipliedBy(10));
        assertThat(bench.published).hasSize(before);
        assertThat(bench.published).extracting(NodeStatus::role).containsExactly("standby");
    }
}
