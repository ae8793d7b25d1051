package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.NodeStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing at a time happens to a cluster that is well. Invariants are checked after everything that happens. */
final class CalmWeatherTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aSwitchoverMakesAnotherNodeActiveAndTheOldOneAStandby(long seed) {
        World world = settled(seed);
        SimProcess old = world.open().orElseThrow();
        Epoch epoch = old.node().status().epoch();
        String to = world.processes()
                .filter(process -> process != old)
                .findFirst()
                .orElseThrow()
                .host()
                .name();
        world.processes().forEach(process -> process.node().requestSwitchover(epoch, Optional.of(to)));
        world.run(Duration.ofSeconds(10));
        SimProcess active = world.open().orElseThrow();
        assertThat(active.host().name()).as("seed %s", seed).isEqualTo(to);
        assertThat(active.node().status().epoch()).as("seed %s", seed).isEqualTo(epoch.next());
        assertThat(old.node().status().role()).as("seed %s", seed).isEqualTo("standby");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void inAPauseNobodyTakesOverUntilItEnds(long seed) {
        World world = settled(seed);
        SimProcess old = world.open().orElseThrow();
        long epoch = world.zooKeeper().epoch();
        world.zooKeeper().requests().pause(Duration.ofSeconds(60));
        world.run(Duration.ofSeconds(3));
        world.cut(old.host());
        world.run(Duration.ofSeconds(50));
        assertThat(world.zooKeeper().epoch()).as("seed %s", seed).isEqualTo(epoch);
        assertThat(world.processes().filter(process -> process != old))
                .as("seed %s", seed)
                .allMatch(process -> process.node().status().role().equals("sidelined"))
                .allMatch(process -> process.node().status().candidate());
        world.run(Duration.ofSeconds(20));
        assertThat(world.open().orElseThrow().host()).as("seed %s", seed).isNotEqualTo(old.host());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void inAPauseTheNodeOfTheLastEpochComesBack(long seed) {
        World world = settled(seed);
        SimProcess old = world.open().orElseThrow();
        long epoch = world.zooKeeper().epoch();
        world.zooKeeper().requests().pause(Duration.ofHours(1));
        world.run(Duration.ofSeconds(3));
        old.host().kill();
        world.run(Duration.ofSeconds(20));
        assertThat(world.open().orElseThrow().host()).as("seed %s", seed).isEqualTo(old.host());
        assertThat(world.zooKeeper().epoch()).as("seed %s", seed).isEqualTo(epoch + 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aSwitchoverInAPauseMakesItsCandidateTheOneThatMayLead(long seed) {
        World world = settled(seed);
        SimProcess old = world.open().orElseThrow();
        Epoch epoch = old.node().status().epoch();
        world.zooKeeper().requests().pause(Duration.ofHours(1));
        world.run(Duration.ofSeconds(3));
        SimProcess next =
                world.processes().filter(process -> process != old).findFirst().orElseThrow();
        Optional<String> to = Optional.of(next.host().name());
        world.zooKeeper().requests().accepted(epoch, to);
        world.run(Duration.ofSeconds(2));
        world.processes().forEach(process -> process.node().requestSwitchover(epoch, to));
        world.run(Duration.ofSeconds(10));
        assertThat(world.open().orElseThrow()).as("seed %s", seed).isSameAs(next);
        assertThat(world.processes().filter(process -> process != next))
                .as("seed %s", seed)
                .allMatch(process -> process.node().status().role().equals("sidelined"));
        world.zooKeeper().requests().resume();
        world.run(Duration.ofSeconds(10));
        assertThat(world.open().orElseThrow()).as("seed %s", seed).isSameAs(next);
        assertThat(old.node().status().role()).as("seed %s", seed).isEqualTo("standby");
    }

    /** The active one is deposed on a session that lives, and everybody remembers that the store has been further. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aStoreThatWasRestoredIsLedByNobody(long seed) {
        World world = settled(seed);
        world.zooKeeper().restoreAnOldBackup();
        world.run(Duration.ofSeconds(3));
        for (int second = 0; second < 60; second++) {
            world.run(Duration.ofSeconds(1));
            assertThat(world.open()).as("seed %s: who is active", seed).isEmpty();
        }
        assertThat(world.processes().map(process -> process.node().status()))
                .as("seed %s", seed)
                .allMatch(status -> status.role().equals("sidelined"))
                .flatExtracting(NodeStatus::reasons)
                .containsOnly("the store was restored");
    }

    private static World settled(long seed) {
        World world = new World(seed);
        world.awaitActive(Duration.ofSeconds(30));
        world.run(Duration.ofSeconds(10));
        return world;
    }
}
