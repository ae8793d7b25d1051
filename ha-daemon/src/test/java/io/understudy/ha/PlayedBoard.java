package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Loop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What a node sees of ZooKeeper, and its loop, as a test says. */
final class PlayedBoard implements ControlBoard, ClusterView, Loop {

    final List<ControlRecord> controls = new ArrayList<>();
    final Deque<Change> changes = new ArrayDeque<>();
    Epoch epoch = new Epoch(7);
    Optional<String> leader = Optional.of("n1");
    Optional<ActiveNode> active = Optional.empty();
    Optional<Instant> time = Optional.of(Instant.parse("2026-01-01T12:00:00Z"));
    List<Member> members = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now = 5_000_000_000L;
    private long number;

    /** A change that was asked for, and where to say what became of it. */
    record Change(String name, String json, int version, Consumer<ControlOutcome> reply) {}

    private record Due(long at, long number, Runnable task) {}

    /** This stands on the board from now on. */
    void shows(ControlRecord record) {
        controls.removeIf(other -> other.name().equals(record.name()));
        controls.add(record);
    }

    void member(String node, boolean ready, boolean back) {
        members.removeIf(other -> other.node().equals(node));
        members.add(new Member(
                node, URI.create("http://" + node), "", "", "", ready, back, Instant.EPOCH, 1, Optional.empty()));
    }

    /** Runs what is due now. */
    void settle() {
        pass(Duration.ZERO);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!due.isEmpty() && due.peek().at() <= end) {
            Due next = due.remove();
            advance(next.at());
            next.task().run();
        }
        advance(end);
    }

    private void advance(long to) {
        long passed = Math.max(0, to - now);
        now += passed;
        time = time.map(before -> before.plusNanos(passed));
    }

    @Override
    public List<ControlRecord> controls() {
        return List.copyOf(controls);
    }

    @Override
    public Optional<Instant> time() {
        return time;
    }

    @Override
    public void create(String name, String json, Consumer<ControlOutcome> reply) {
        changes.add(new Change(name, json, -1, reply));
    }

    @Override
    public void replace(String name, String json, int version, Consumer<ControlOutcome> reply) {
        changes.add(new Change(name, json, version, reply));
    }

    @Override
    public void delete(String name, int version, Consumer<ControlOutcome> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ActiveNode> active() {
        return active;
    }

    @Override
    public List<Member> members() {
        return List.copyOf(members);
    }

    @Override
    public String zookeeper() {
        return "connected";
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public Optional<String> leader() {
        return leader;
    }

    @Override
    public OptionalInt storeFormat() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<byte[]> secret() {
        return Optional.empty();
    }

    @Override
    public void onChange(Runnable listener) {}

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration wait, Runnable task) {
        Due entry = new Due(now + wait.toNanos(), number++, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(now);
    }
}
