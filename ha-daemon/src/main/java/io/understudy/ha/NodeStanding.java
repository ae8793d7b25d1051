package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.admin.Standing;
import io.understudy.ha.gateway.Office;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Node;
import io.understudy.ha.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A node as its gateway and its administration see it.
 *
 * @param troubles what is wrong with the service, a sentence each
 * @param numbers what the service holds, by name
 * @param terms the records of the last terms, the newest last
 * @param cautions what an operator should know of the set-up, a sentence each
 * @param time what ZooKeeper's clock says
 * @param longestBeat after how long without a tick the node counts as stuck
 */
record NodeStanding(
        Node node,
        ClusterView cluster,
        Supplier<List<String>> troubles,
        Supplier<Map<String, Integer>> numbers,
        Supplier<List<String>> terms,
        Supplier<List<String>> cautions,
        Supplier<Optional<Instant>> time,
        Duration longestBeat)
        implements Standing, Office {

    @Override
    public NodeStatus status() {
        return node.status();
    }

    @Override
    public Duration leaseLeft() {
        return node.leaseLeft();
    }

    @Override
    public boolean isAlive() {
        return System.nanoTime() - node.lastTick() < longestBeat.toNanos();
    }

    @Override
    public List<String> problems() {
        return troubles.get();
    }

    @Override
    public Map<String, Integer> figures() {
        return node.gate().isOpen() ? numbers.get() : Map.of();
    }

    @Override
    public List<String> history() {
        return terms.get();
    }

    @Override
    public Optional<Duration> clockOffset() {
        return time.get().map(theirs -> Duration.between(theirs, Instant.now()));
    }

    @Override
    public List<String> warnings() {
        return cautions.get();
    }

    /** The gate is asked before and after: an epoch that was read in between is the one it is open for. */
    @Override
    public Optional<Epoch> open() {
        if (!node.gate().isOpen()) {
            return Optional.empty();
        }
        Epoch epoch = node.status().epoch();
        return node.gate().isOpen() ? Optional.of(epoch) : Optional.empty();
    }

    @Override
    public boolean holdsLock() {
        return node.status().holdsLock();
    }
}
