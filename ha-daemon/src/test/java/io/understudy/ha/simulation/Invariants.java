package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.fail;

import io.understudy.ha.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must hold at every instant, whatever goes wrong. I1 and I11 are checked where ZooKeeper takes a write. */
final class Invariants {

    private static final Duration TO_SERVE = Duration.ofSeconds(50);
    private static final Duration TO_LET_GO = Duration.ofSeconds(5);
    private static final Duration TO_STEP_DOWN = SimProcess.TIMEOUT.plus(SimProcess.TIMEOUT.dividedBy(3));
    private static final Duration TO_NOTICE_ILLNESS = Duration.ofSeconds(3);
    private static final Set<String> OUT_OF_OFFICE = Set.of("starting", "sidelined", "standby");
    private static final Set<String> IN_OFFICE = Set.of("recovering", "active", "suspended");

    private final World world;
    private final Map<Long, SimProcess> offices = new HashMap<>();
    private final Set<String> seen = new TreeSet<>();
    private Optional<SimProcess> lastOpen = Optional.empty();
    private String holder = "";
    private long holdsSince;

    Invariants(World world) {
        this.world = world;
    }

    /** The roles that were published. */
    Set<String> seen() {
        return seen;
    }

    /** Called for every status: an epoch is in office in one process only, and out of office nothing is left of it. */
    void published(SimProcess process, NodeStatus status) {
        seen.add(status.role());
        if (IN_OFFICE.contains(status.role())) {
            SimProcess other = offices.putIfAbsent(status.epoch().number(), process);
            if (other != null && other != process) {
                fail("I1: epoch %s is in office in %s and in %s", status.epoch(), name(other), name(process));
            }
        }
        if (OUT_OF_OFFICE.contains(status.role()) && !process.node().leaseLeft().equals(Duration.ZERO)) {
            fail("%s is %s and still has a lease", name(process), status.role());
        }
    }

    void check() {
        Optional<SimProcess> open = Optional.empty();
        for (Host host : world.hosts()) {
            Optional<SimProcess> process = host.process();
            if (process.isEmpty()) {
                continue;
            }
            if (process.get().node().gate().isOpen()) {
                if (open.isPresent()) {
                    isExcused("I6: the gates of %s and %s are open", name(open.get()), host.name());
                }
                open = process;
                mayBeOpen(process.get());
            }
            if (!process.get().isPaused()) {
                isUpToDate(process.get());
            }
        }
        lastOpen = open;
        holderGoesForward();
    }

    private void mayBeOpen(SimProcess process) {
        NodeStatus status = process.node().status();
        if (status.epoch().number() < world.zooKeeper().epoch()) {
            isExcused(
                    "I6: the gate of %s is open in epoch %s, but %s is in office",
                    name(process), status.epoch(), world.zooKeeper().epoch());
        }
        if (!status.role().equals("active")) {
            fail("I6: the gate of %s is open while it is %s", name(process), status.role());
        }
        if (lastOpen.isEmpty() && !world.active().equals(Optional.of(name(process)))) {
            isExcused("I6: the gate of %s opens before it stands in the store that it serves", name(process));
        }
    }

    /** Someone who deletes the lock by hand gets what he asks for, until the holder has heard of it. */
    private void isExcused(String message, Object... args) {
        if (!world.zooKeeper().isLockJustDeleted()) {
            fail(message, args);
        }
    }

    private void isUpToDate(SimProcess process) {
        NodeStatus status = process.node().status();
        String role = status.role();
        long calm = world.timeline().now() - process.calmSince();
        if (role.equals("active") || role.equals("suspended")) {
            Duration silent =
                    SimProcess.TIMEOUT.dividedBy(2).minus(process.node().leaseLeft());
            if (calm > Duration.ofSeconds(2).toNanos() && silent.compareTo(TO_STEP_DOWN) > 0) {
                fail("%s is still %s %s after its last acknowledged heartbeat", name(process), role, silent);
            }
        }
        Duration standby = Duration.between(
                status.since(), Instant.EPOCH.plusNanos(world.timeline().now()));
        long ill = Math.min(calm, world.timeline().now() - process.host().illSince());
        if (role.equals("standby")
                && !process.host().isHealthy()
                && Math.min(ill, standby.toNanos()) > TO_NOTICE_ILLNESS.toNanos()) {
            fail("%s is not well and still stands by", name(process));
        }
    }

    private void holderGoesForward() {
        Optional<SimProcess> process = world.session(world.zooKeeper().lockOwner())
                .filter(session -> !session.isClosed())
                .map(SimSession::process)
                .filter(world::isLinked)
                .filter(holding -> !holding.isPaused());
        String role = process.map(holding -> holding.node().status().role()).orElse("");
        boolean idle = OUT_OF_OFFICE.contains(role);
        String now = role.isEmpty() || role.equals("active")
                ? ""
                : world.zooKeeper().lockOwner() + (idle ? " idle" : " busy");
        if (!now.equals(holder) || now.isEmpty()) {
            holder = now;
            holdsSince = world.timeline().now();
        } else if (world.timeline().now() - holdsSince > (idle ? TO_LET_GO : TO_SERVE).toNanos()) {
            fail(
                    "I10: the holder of the lock does not go forward: %s",
                    process.map(held -> held.node().status()));
        }
    }

    private static String name(SimProcess process) {
        return process.host().name();
    }
}
