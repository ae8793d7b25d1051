package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Gate;
import io.understudy.ha.role.Active;
import io.understudy.ha.role.Event;
import io.understudy.ha.role.Halted;
import io.understudy.ha.role.Role;
import io.understudy.ha.role.Sidelined;
import io.understudy.ha.role.Standby;
import io.understudy.ha.role.Starting;
import io.understudy.ha.role.Step;
import io.understudy.ha.role.Successor;
import io.understudy.ha.role.Suspended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A node of the cluster: the only place where events meet the role. Its loop takes an event, asks the role, publishes the
 * status, and carries the orders out. Any thread may call its methods; none of them waits.
 */
public final class Node {

    private final NodeSettings settings;
    private final NodePorts ports;
    private final Loop loop;
    private final Orders orders;
    private final Journal journal;
    private final Gate gate;
    private Role role = new Starting();
    private Instant since;
    private Epoch served = Epoch.NONE;
    private Optional<String> pause = Optional.empty();
    private volatile NodeStatus status;
    private volatile long lastTick;

    /**
     * A node that does nothing until {@link #start}.
     *
     * @param loop its thread and clocks; used by nobody else
     * @param random for jitter
     */
    public Node(NodeSettings settings, NodePorts ports, Loop loop, RandomGenerator random) {
        this.settings = settings;
        this.ports = ports;
        this.loop = loop;
        this.orders = new Orders(settings, ports, loop, random, this::accept);
        this.journal = new Journal(settings.candidate().node());
        this.gate = () -> orders.tenure().filter(Tenure::isOpen).isPresent();
        this.since = loop.now();
        this.lastTick = loop.nanoTime();
        this.status = picture();
    }

    /** Begins: checks the store, joins the election, ticks. */
    public void start() {
        loop.execute(() -> {
            ports.cluster().onChange(() -> loop.execute(this::lookAround));
            accept(new Event.Started());
            tick();
        });
    }

    /** Tells the node a fact. */
    public void post(Event event) {
        loop.execute(() -> accept(event));
    }

    /**
     * Tells the node that someone asked for a switchover.
     *
     * @param epoch in which it was asked; void in any other
     * @param to the node that shall be active next; anybody if empty
     */
    public void requestSwitchover(Epoch epoch, Optional<String> to) {
        Successor successor = to.map(name -> name.equals(name()) ? Successor.THIS_NODE : Successor.ANOTHER)
                .orElse(Successor.ANY);
        loop.execute(() -> {
            if (!epoch.isBefore(highestEpoch())) {
                accept(new Event.SwitchoverRequested(epoch, successor));
            }
        });
    }

    /**
     * Tells the node how it is, at every probe.
     *
     * @param problems of this node only, never of YARN or ZooKeeper; empty if it is well
     */
    public void reportHealth(List<String> problems) {
        loop.execute(() ->
                accept(problems.isEmpty() ? new Event.Healthy() : new Event.Unhealthy(problems, isSuccessorReady())));
    }

    /**
     * Tells the node whether it may take over, after every change.
     *
     * @param why a sentence if a pause forbids it
     */
    public void reportPause(Optional<String> why) {
        loop.execute(() -> {
            pause = why;
            if (!(role instanceof Starting)) {
                heedPause();
            }
        });
    }

    /**
     * Tells the node what the coming of its term into office has cost clients, for the history.
     *
     * @param epoch of that term; void in any other
     * @param tolls by node
     */
    public void reportTolls(Epoch epoch, Map<String, Toll> tolls) {
        loop.execute(() -> orders.cost(epoch, tolls));
    }

    /** Asks the node to stop in good order; {@link NodeListener#finished()} tells the end. */
    public void stop() {
        post(new Event.StopRequested());
    }

    /** What the node says of itself now. */
    public NodeStatus status() {
        return status;
    }

    /** Whether this node may speak and act as the active one now. Stays the same object through all terms. */
    public Gate gate() {
        return gate;
    }

    /** What is left of the lease; zero without a term. */
    public Duration leaseLeft() {
        return orders.tenure().map(Tenure::leaseLeft).orElse(Duration.ZERO);
    }

    /** What the node has counted since it began. */
    public NodeCounts counts() {
        return new NodeCounts(journal.entered(), orders.writes());
    }

    /** When the loop last ticked, as {@link Loop#nanoTime()}: whether the node lives. */
    public long lastTick() {
        return lastTick;
    }

    private void accept(Event event) {
        Role before = role;
        Step step = event.on(before);
        role = step.role();
        if (!role.label().equals(before.label())) {
            since = loop.now();
        }
        step.orders().forEach(orders::carryOut);
        journal.note(before, event, role, epoch());
        publish();
    }

    private void publish() {
        NodeStatus now = picture();
        if (!now.equals(status)) {
            status = now;
            ports.listener().changed(now);
        }
    }

    private NodeStatus picture() {
        boolean back = role instanceof Sidelined sidelined && sidelined.isStayingBack();
        boolean candidate = role instanceof Standby || (role instanceof Sidelined paused && paused.isPausedOnly());
        boolean ready = role instanceof Standby || role instanceof Active || role instanceof Suspended;
        return new NodeStatus(
                role.label(),
                epoch(),
                since,
                role.reasons(),
                role.holdsLock(),
                ready,
                back,
                candidate,
                role instanceof Sidelined ? orders.retryAt() : Optional.empty());
    }

    private void tick() {
        lastTick = loop.nanoTime();
        orders.tenure().ifPresent(this::examine);
        orders.heartbeat();
        orders.remember(highestEpoch());
        lookAround();
        if (!(role instanceof Halted)) {
            loop.after(beat(), this::tick);
        }
    }

    /** Levels, told at every tick: an edge that was missed would be missed for ever. */
    private void examine(Tenure held) {
        held.tick();
        if (!ports.election().holdsLock(held.term().session())) {
            accept(new Event.Disconnected());
        }
        if (held.isLeaseOver()) {
            accept(new Event.LeaseOver(held.epoch()));
        }
        if (held.isLapsed()) {
            accept(new Event.TermLapsed(held.epoch()));
        }
    }

    private void lookAround() {
        ports.cluster()
                .active()
                .filter(active -> !active.node().equals(name()) && served.isBefore(active.epoch()))
                .ifPresent(active -> {
                    served = active.epoch();
                    accept(new Event.AnotherServes(served));
                });
        heedPause();
    }

    /** A level, as health is. */
    private void heedPause() {
        accept(pause.<Event>map(Event.Paused::new).orElseGet(Event.NotPaused::new));
    }

    private Duration beat() {
        return orders.tenure()
                .map(held -> held.store().sessionTimeout().dividedBy(6))
                .orElse(settings.beat());
    }

    private boolean isSuccessorReady() {
        return ports.cluster().members().stream()
                .anyMatch(member -> member.ready() && !member.node().equals(name()));
    }

    private Epoch epoch() {
        return orders.tenure().map(Tenure::epoch).orElseGet(this::highestEpoch);
    }

    private Epoch highestEpoch() {
        Epoch seen = ports.cluster().epoch();
        Epoch remembered = ports.memory().recall().epoch();
        return seen.isBefore(remembered) ? remembered : seen;
    }

    private String name() {
        return settings.candidate().node();
    }
}
