package io.understudy.ha.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.NodeBench.Door;
import io.understudy.ha.node.StoreGuard.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a node finds its way into office and out of it. What it orders is in docs/role-table.md. */
final class NodeTest {

    private static final WriteOutcome WRITTEN = new WriteOutcome.Written(List.of(0));
    private static final Duration BEAT = NodeBench.TIMEOUT.dividedBy(6);

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
        old.elected(new Election.Lock(7, (a, b, c, d) -> {}, new LockProof.HeldLock()));
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
    void aPauseKeepsANodeOutUntilItIsOver() {
        NodeBench bench = NodeBench.standby();
        assertThat(bench.node.status().candidate()).isTrue();
        bench.node.reportPause(Optional.of("paused until noon"));
        bench.settle();
        bench.leaving.remove().run();
        bench.settle();
        assertThat(bench.role()).isEqualTo("sidelined");
        assertThat(bench.node.status().reasons()).containsExactly("paused until noon");
        assertThat(bench.node.status().ready()).isFalse();
        assertThat(bench.node.status().candidate()).isTrue();
        bench.pass(BEAT.multipliedBy(100));
        assertThat(bench.role()).isEqualTo("sidelined");

        bench.node.reportPause(Optional.empty());
        bench.settle();
        bench.checks.remove().accept(new Verdict.Accepted(NodeBench.STORE, Epoch.NONE));
        bench.settle();

        assertThat(bench.role()).isEqualTo("standby");
        assertThat(bench.candidacies).hasSize(2);
    }

    @Test
    void aPauseThatIsKnownBeforeTheNodeStartsIsHeeded() {
        NodeBench bench = new NodeBench();
        bench.node.reportPause(Optional.of("paused until noon"));
        bench.settle();
        assertThat(bench.role()).isEqualTo("starting");
        bench.node.start();
        bench.settle();
        assertThat(bench.role()).isEqualTo("sidelined");
        bench.checks.remove().accept(new Verdict.Accepted(NodeBench.STORE, Epoch.NONE));
        bench.settle();
        assertThat(bench.node.status().reasons()).containsExactly("paused until noon");
        assertThat(bench.candidacies).isEmpty();
    }

    @Test
    void aPauseThatAStandbyMissedIsToldAgain() {
        NodeBench bench = NodeBench.standby();
        bench.elect(1);
        bench.node.reportPause(Optional.of("paused until noon"));
        bench.settle();
        assertThat(bench.role()).isEqualTo("fencing");
        bench.raises.remove().accept(new Raised.Paused("only n2 may"));
        bench.settle();
        assertThat(bench.activations).isEmpty();
        bench.deactivations.remove().run();
        bench.leaving.remove().run();
        bench.settle();
        assertThat(bench.node.status().reasons()).containsExactly("only n2 may");
        bench.pass(BEAT);
        assertThat(bench.node.status().reasons()).containsExactly("paused until noon");
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
