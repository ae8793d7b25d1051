package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Two to five nodes with a simulated ZooKeeper, service, YARN, network and clock. For a minute and a half everything goes
 * wrong that can; the invariants are checked after everything that happens. Then the faults end, and the cluster has to
 * come back to full redundancy by itself.
 */
final class SimulationTest {

    private static final Duration STORM = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final int FIRST = Integer.getInteger("simulation.first", 1);
    private static final int COUNT = Integer.getInteger("simulation.seeds", 300);
    private static final int BATCH = 25;

    static final List<Integer> BATCHES = IntStream.range(0, (COUNT + BATCH - 1) / BATCH)
            .map(batch -> FIRST + batch * BATCH)
            .boxed()
            .toList();

    @ParameterizedTest(name = "seeds from {0}")
    @FieldSource("BATCHES")
    void invariantsHoldAndTheClusterHeals(int first) {
        Set<String> roles = new TreeSet<>();
        for (int seed = first; seed < first + BATCH; seed++) {
            try {
                roles.addAll(weather(seed).invariants().seen());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(roles)
                .as("the roles that nodes had in the weather of seeds from %s", first)
                .contains(
                        "sidelined",
                        "standby",
                        "fencing",
                        "recovering",
                        "active",
                        "suspended",
                        "stepping-down",
                        "halted");
    }

    private static World weather(long seed) {
        World world = new World(seed);
        world.awaitActive(Duration.ofSeconds(30));
        world.faults().begin(STORM);
        world.run(STORM);
        world.run(world.faults().left());
        world.awaitActive(nextAttempt(world).plusSeconds(90));
        awaitRedundancy(world);
        long epoch = world.zooKeeper().epoch();
        world.run(CALM);
        assertThat(world.zooKeeper().epoch()).as("the epoch after a calm").isEqualTo(epoch);
        assertThat(world.open()).as("who is active after a calm").isPresent();
        assertThat(world.zooKeeper().history())
                .as("I11: one record for each epoch")
                .hasSize((int) epoch);
        return world;
    }

    /** Everybody is back once the longest wait, ordered before the faults ended, is over. */
    private static void awaitRedundancy(World world) {
        long end = world.timeline().now() + longestWait(world).plusSeconds(100).toNanos();
        while (!isRedundant(world)) {
            if (world.timeline().now() > end) {
                fail("I10: not every node came back: %s", world.roles());
            }
            world.step();
        }
    }

    private static boolean isRedundant(World world) {
        return world.hosts().stream()
                .allMatch(host -> host.process()
                        .filter(process -> process.node().gate().isOpen()
                                || process.node().status().role().equals("standby"))
                        .isPresent());
    }

    private static Duration nextAttempt(World world) {
        return world.processes()
                .map(process -> wait(world, process))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration longestWait(World world) {
        return world.processes()
                .map(process -> wait(world, process))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration wait(World world, SimProcess process) {
        return process.node()
                .status()
                .retryAt()
                .map(due -> Duration.ofNanos(due.getEpochSecond() * 1_000_000_000L
                        + due.getNano()
                        - world.timeline().now()))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }
}
