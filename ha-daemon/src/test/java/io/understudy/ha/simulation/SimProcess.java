package io.understudy.ha.simulation;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreMemory;
import io.understudy.ha.node.Memory;
import io.understudy.ha.node.Node;
import io.understudy.ha.node.NodeListener;
import io.understudy.ha.node.NodePorts;
import io.understudy.ha.node.NodeSettings;
import io.understudy.ha.node.NodeStatus;
import io.understudy.ha.node.StoreAnnouncer;
import io.understudy.ha.node.StoreGuard;
import io.understudy.ha.node.StoreHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A process of a node: the real Node on a simulated thread, with everything around it simulated. */
final class SimProcess implements NodeListener, Memory {

    static final Duration TIMEOUT = Duration.ofSeconds(6);

    private final World world;
    private final Host host;
    private final Lane loop;
    private final Lane events;
    private final Lane work;
    private final Lane replies;
    private final SimElection election;
    private final SimLoop clock;
    private final Node node;
    private boolean dead;

    SimProcess(World world, Host host, String incarnation) {
        this.world = world;
        this.host = host;
        this.loop = new Lane(world.timeline());
        this.events = new Lane(world.timeline());
        this.work = new Lane(world.timeline());
        this.replies = new Lane(world.timeline());
        this.clock = new SimLoop(world.timeline(), loop, world.random().nextLong(1L << 40));
        this.election = new SimElection(world, this, TIMEOUT);
        NodePorts ports = new NodePorts(
                election,
                new SimService(world, this),
                (memory, reply) -> events.post(world.delay(), () -> reply.accept(verdict(memory))),
                new StoreAnnouncer(Map.of(), () -> Instant.EPOCH),
                new StoreHistory(Optional.empty()),
                this,
                new SimCluster(world, this),
                this);
        this.node = new Node(
                settings(incarnation), ports, clock, new Random(world.random().nextLong()));
        node.start();
        probe();
    }

    private NodeSettings settings(String incarnation) {
        return new NodeSettings(
                new Candidate(host.name(), incarnation, "yarn"),
                TIMEOUT,
                TIMEOUT.multipliedBy(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));
    }

    Host host() {
        return host;
    }

    Node node() {
        return node;
    }

    Lane events() {
        return events;
    }

    Lane work() {
        return work;
    }

    /** The thread on which fence and store answer. */
    Lane replies() {
        return replies;
    }

    SimElection election() {
        return election;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    boolean isDead() {
        return dead;
    }

    long calmSince() {
        return lanes().stream().mapToLong(Lane::calmSince).max().orElse(0);
    }

    boolean isPaused() {
        return lanes().stream().anyMatch(Lane::isPaused);
    }

    void freeze() {
        lanes().forEach(Lane::pause);
    }

    void thaw() {
        lanes().forEach(Lane::resume);
    }

    /** Freezes one thread alone; the handle thaws it. */
    Runnable stall() {
        Lane stalled = world.random().nextBoolean() ? loop : replies;
        stalled.pause();
        return stalled::resume;
    }

    private List<Lane> lanes() {
        return List.of(loop, events, work, replies);
    }

    void kill() {
        dead = true;
        lanes().forEach(Lane::kill);
    }

    @Override
    public void changed(NodeStatus status) {
        world.invariants().published(this, status);
    }

    @Override
    public void finished() {
        host.processEnded(this);
    }

    @Override
    public void halted(String why) {
        host.processEnded(this);
    }

    @Override
    public StoreMemory recall() {
        return host.memory();
    }

    @Override
    public void keep(StoreMemory memory) {
        host.remember(memory);
    }

    private StoreGuard.Verdict verdict(StoreMemory known) {
        Epoch stored = new Epoch(world.zooKeeper().epoch());
        if (!world.isLinked(this)) {
            return new StoreGuard.Verdict.Unreachable("ZooKeeper does not answer");
        }
        return stored.isBefore(known.epoch())
                ? new StoreGuard.Verdict.Refused("the store was restored")
                : new StoreGuard.Verdict.Accepted(World.STORE, stored);
    }

    private void probe() {
        work.post(Duration.ofSeconds(1), () -> {
            node.reportHealth(host.isHealthy() ? List.of() : List.of("the disk is full"));
            probe();
        });
    }
}
