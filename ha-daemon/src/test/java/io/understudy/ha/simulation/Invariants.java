package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.fail;

import io.understudy.ha.node.NodeStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold at every instant, whatever goes wrong. I1 and I11 are checked where ZooKeeper takes a write. */
final class Invariants {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final Set<String> IN_OFFICE = Set.of("recovering", "active", "suspended");

    private final World world;
    private final Map<Long, SimProcess> offices = new HashMap<>();
    private long holder;
    private long holdsSince;

    Invariants(World world) {
        this.world = world;
    }

    /** An epoch is in office in one process only. */
    void published(SimProcess process, NodeStatus status) {
        if (IN_OFFICE.contains(status.role())) {
            SimProcess other = offices.putIfAbsent(status.epoch().number(), process);
            if (other != null && other != process) {
                fail(
                        "I1: epoch %s is in office in %s and in %s",
                        status.epoch(), other.host().name(), process.host().name());
            }
        }
    }

    void check() {
        Optional<SimProcess> open = Optional.empty();
        for (Host host : world.hosts()) {
            Optional<SimProcess> process = host.process();
            if (process.isEmpty() || !process.get().node().gate().isOpen()) {
                continue;
            }
            if (open.isPresent()) {
                fail("I6: the gates of %s and %s are open", open.get().host().name(), host.name());
            }
            open = process;
            isOfTheLastEpoch(process.get());
        }
        holderGoesForward();
    }

    private void isOfTheLastEpoch(SimProcess process) {
        NodeStatus status = process.node().status();
        if (status.epoch().number() != world.zooKeeper().epoch()) {
            fail(
                    "I6: the gate of %s is open in epoch %s, but %s is in office",
                    process.host().name(), status.epoch(), world.zooKeeper().epoch());
        }
        if (!status.role().equals("active")) {
            fail("I6: the gate of %s is open while it is %s", process.host().name(), status.role());
        }
    }

    private void holderGoesForward() {
        long owner = world.zooKeeper().lockOwner();
        boolean excused =
                owner == 0 || world.session(owner).filter(this::couldAct).isEmpty();
        if (owner != holder || excused) {
            holder = owner;
            holdsSince = world.timeline().now();
        } else if (world.timeline().now() - holdsSince > PATIENCE.toNanos()) {
            fail(
                    "I10: the holder of the lock does not go forward: %s",
                    world.session(owner).map(session -> session.process().node().status()));
        }
    }

    private boolean couldAct(SimSession session) {
        SimProcess process = session.process();
        return world.isLinked(process)
                && !process.isPaused()
                && !process.node().status().role().equals("active");
    }
}
