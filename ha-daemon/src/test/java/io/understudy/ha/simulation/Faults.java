package io.understudy.ha.simulation;

import io.understudy.fencing.Epoch;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** What goes wrong, and when. Each fault ends by itself. */
final class Faults {

    private final World world;
    private final Random random;
    private long until;
    private long lastEnd;
    private boolean badRecoveries;
    private boolean idle;
    private boolean zooKeeperDown;

    Faults(World world) {
        this.world = world;
        this.random = world.random();
    }

    /** Lets things go wrong from now on for a while. */
    void begin(Duration time) {
        until = world.timeline().now() + time.toNanos();
        lastEnd = until;
        badRecoveries = random.nextInt(3) == 0;
        idle = random.nextBoolean();
        next();
    }

    /** Time until the last fault has ended. */
    Duration left() {
        return Duration.ofNanos(lastEnd - world.timeline().now());
    }

    Duration recoveryTime() {
        return isOn() && badRecoveries && random.nextInt(3) == 0
                ? Duration.ofMillis(random.nextInt(40_000))
                : Duration.ofMillis(10 + random.nextInt(300));
    }

    boolean recoveryFails() {
        return isOn() && badRecoveries && random.nextInt(3) == 0;
    }

    /** Whether nobody asks the service for anything, so that only heartbeats carry the lease. */
    boolean serviceIsIdle() {
        return idle;
    }

    Duration stopTime() {
        return isOn() && random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(5000)) : world.delay();
    }

    boolean serviceIsStuck() {
        return isOn() && random.nextInt(30) == 0;
    }

    private boolean isOn() {
        return world.timeline().now() < until;
    }

    private void next() {
        world.timeline().after(Duration.ofMillis(200 + random.nextInt(6000)), () -> {
            if (isOn()) {
                somethingHappens();
                next();
            }
        });
    }

    private void somethingHappens() {
        Host host = world.hosts().get(random.nextInt(world.hosts().size()));
        Host victim = random.nextBoolean() ? leader().orElse(host) : host;
        switch (random.nextInt(13)) {
            case 0, 1 -> freeze(victim);
            case 2 -> victim.kill();
            case 3, 4 -> cut(victim);
            case 5 -> zooKeeperStops();
            case 6 -> illness(victim);
            case 7 -> switchover();
            case 8 -> victim.process().ifPresent(process -> process.node().stop());
            case 9 -> world.zooKeeper().deleteLock();
            case 10 -> stall(victim);
            case 11 -> pause();
            default -> elector(victim);
        }
    }

    private void elector(Host victim) {
        boolean fatally = random.nextBoolean();
        victim.process()
                .ifPresent(process -> process.events()
                        .arrive(fatally ? process.election()::failFatally : process.election()::dropSession));
    }

    private Optional<Host> leader() {
        return world.processes()
                .filter(process -> process.node().status().holdsLock())
                .map(SimProcess::host)
                .findFirst();
    }

    private void freeze(Host host) {
        host.process().ifPresent(process -> {
            process.freeze();
            endLater(process::thaw, 3);
        });
    }

    private void stall(Host host) {
        host.process().ifPresent(process -> {
            endLater(process.stall(), 2);
        });
    }

    private void cut(Host host) {
        world.cut(host);
        endLater(host::mend, 2);
    }

    private void zooKeeperStops() {
        if (!zooKeeperDown) {
            zooKeeperDown = true;
            world.stopZooKeeper();
            endLater(
                    () -> {
                        zooKeeperDown = false;
                        world.zooKeeper().start();
                    },
                    2);
        }
    }

    private void illness(Host host) {
        host.fallIll();
        endLater(host::recover, 3);
    }

    /** A request reaches the nodes one after the other, and some not at all; some come from an earlier epoch. */
    private void switchover() {
        Epoch epoch = new Epoch(Math.max(0, world.zooKeeper().epoch() - (random.nextInt(4) == 0 ? 1 : 0)));
        String name = world.hosts().get(random.nextInt(world.hosts().size())).name();
        Optional<String> to = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(name);
        world.zooKeeper().requests().accepted(epoch, to);
        world.processes()
                .filter(world::isLinked)
                .forEach(process -> process.events()
                        .post(world.delay(), () -> process.node().requestSwitchover(epoch, to)));
    }

    /** Some end by themselves, some by hand. */
    private void pause() {
        world.zooKeeper().requests().pause(SimProcess.TIMEOUT.multipliedBy(3));
        boolean byHand = random.nextBoolean();
        endLater(
                () -> {
                    if (byHand) {
                        world.zooKeeper().requests().resume();
                    }
                },
                3);
        lastEnd = Math.max(
                lastEnd,
                world.timeline().now() + SimProcess.TIMEOUT.multipliedBy(3).toNanos());
    }

    private void endLater(Runnable end, int timeouts) {
        long length = 50 + random.nextLong(timeouts * SimProcess.TIMEOUT.toMillis());
        lastEnd = Math.max(
                lastEnd, world.timeline().now() + Duration.ofMillis(length + 1).toNanos());
        world.timeline().after(Duration.ofMillis(length), end);
    }
}
