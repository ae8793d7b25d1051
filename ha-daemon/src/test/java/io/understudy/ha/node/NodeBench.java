package io.understudy.ha.node;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
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
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/** A node on a bench: the test is its clock and everything it talks to, and answers when it likes. */
final class NodeBench
        implements Loop, Election, Service, StoreGuard, Announcer, History, Memory, ClusterView, NodeListener {

    static final Duration TIMEOUT = Duration.ofSeconds(6);
    static final StoreIdentity STORE = new StoreIdentity(new UUID(3, 3));

    final Deque<Consumer<Verdict>> checks = new ArrayDeque<>();
    final Deque<Listener> candidacies = new ArrayDeque<>();
    final Deque<Runnable> leaving = new ArrayDeque<>();
    final Deque<Consumer<Raised>> raises = new ArrayDeque<>();
    final Deque<Consumer<Activated>> activations = new ArrayDeque<>();
    final Deque<Runnable> deactivations = new ArrayDeque<>();
    final Deque<Consumer<WriteOutcome>> announcements = new ArrayDeque<>();
    final Deque<Account> accounts = new ArrayDeque<>();
    WriteOutcome completion = new WriteOutcome.Written(List.of(1));
    final Deque<Consumer<WriteOutcome>> clearings = new ArrayDeque<>();
    final List<String> ends = new ArrayList<>();
    final List<NodeStatus> published = new ArrayList<>();
    final Node node;
    Optional<ActiveNode> active = Optional.empty();
    List<Member> members = List.of();
    Epoch seenEpoch = Epoch.NONE;
    StoreMemory memory = StoreMemory.NOTHING;
    int highestId = -1;
    OptionalLong holdsLock = OptionalLong.empty();
    long progress;

    /** Of the term that {@link #serving} serves in. */
    Door door = door(0, 0);

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final List<Runnable> watchers = new ArrayList<>();
    private long now = 1_000_000_000_000L;
    private long number;

    NodeBench() {
        Candidate self = new Candidate("n1", "n1-1", "yarn");
        node = new Node(
                NodeSettings.of(self, TIMEOUT),
                new NodePorts(this, this, this, this, this, this, this, this),
                this,
                new Random(1));
    }

    /** Started, and the store accepted. */
    static NodeBench standby() {
        NodeBench bench = new NodeBench();
        bench.node.start();
        bench.settle();
        bench.checks.remove().accept(new Verdict.Accepted(STORE, Epoch.NONE));
        bench.settle();
        return bench;
    }

    /** Serving in an epoch, on session 1. */
    static NodeBench serving(long epoch) {
        NodeBench bench = standby();
        bench.elect(1);
        bench.door = bench.door(epoch, 1);
        bench.raises.remove().accept(new Raised.Won(bench.door));
        bench.settle();
        bench.activations.remove().accept(new Activated.Ready(0));
        bench.settle();
        bench.announcements.remove().accept(new WriteOutcome.Written(List.of(0)));
        bench.settle();
        return bench;
    }

    void elect(long session) {
        holdsLock = OptionalLong.of(session);
        candidacies
                .getLast()
                .elected(new Lock(
                        session, (candidate, proof, known, reply) -> raises.add(reply), new LockProof.HeldLock()));
        settle();
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
            now = Math.max(now, next.at());
            next.task().run();
        }
        now = end;
    }

    /** Lets time pass in which the loop does not come to its tasks. */
    void stick(Duration time) {
        now += time.toNanos();
    }

    void viewChanged() {
        List.copyOf(watchers).forEach(Runnable::run);
        settle();
    }

    String role() {
        return node.status().role();
    }

    Member member(String name, boolean ready) {
        return new Member(
                name, URI.create("http://127.0.0.1:1"), "", "", "", ready, false, Instant.EPOCH, 1, Optional.empty());
    }

    Door door(long epoch, long session) {
        return new Door(epoch, session);
    }

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

    @Override
    public void join(Listener listener) {
        candidacies.add(listener);
    }

    @Override
    public void leave(Runnable done) {
        leaving.add(done);
    }

    @Override
    public boolean holdsLock(long session) {
        return holdsLock.equals(OptionalLong.of(session));
    }

    @Override
    public void activate(FencedStore store, Gate gate, Consumer<Activated> reply) {
        activations.add(reply);
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public void deactivate(Runnable done) {
        deactivations.add(done);
    }

    @Override
    public int highestId() {
        return highestId;
    }

    @Override
    public void check(StoreMemory known, Consumer<Verdict> reply) {
        checks.add(reply);
    }

    @Override
    public void announce(FencedStore store, Consumer<WriteOutcome> reply) {
        announcements.add(reply);
    }

    @Override
    public void complete(FencedStore store, Account all, Consumer<WriteOutcome> reply) {
        accounts.add(all);
        reply.accept(completion);
    }

    @Override
    public void clear(FencedStore store, Consumer<WriteOutcome> reply) {
        clearings.add(reply);
    }

    @Override
    public StoreMemory recall() {
        return memory;
    }

    @Override
    public void keep(StoreMemory known) {
        memory = known;
    }

    @Override
    public Optional<ActiveNode> active() {
        return active;
    }

    @Override
    public List<Member> members() {
        return members;
    }

    @Override
    public String zookeeper() {
        return "connected";
    }

    @Override
    public Epoch epoch() {
        return seenEpoch;
    }

    @Override
    public Optional<String> leader() {
        return Optional.empty();
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
    public void onChange(Runnable listener) {
        watchers.add(listener);
    }

    @Override
    public void changed(NodeStatus status) {
        published.add(status);
    }

    @Override
    public void finished() {
        ends.add("finished");
    }

    @Override
    public void halted(String why) {
        ends.add("halted: " + why);
    }

    private record Due(long at, long number, Runnable task) {}

    /** The door of a term, which acknowledges heartbeats as long as it is told to. */
    final class Door implements FencedStore {

        WriteOutcome answer = new WriteOutcome.Written(List.of());
        int heartbeats;
        boolean closed;

        private final Term term;
        private long acknowledgedAt = nanoTime();

        private Door(long epoch, long session) {
            this.term =
                    new Term(STORE, new Epoch(epoch), 1, "n1", "n1-1", session, Instant.EPOCH, new IdBlock(0, 10), 1);
        }

        @Override
        public Term term() {
            return term;
        }

        /** A write of the service was acknowledged. */
        void acknowledge() {
            acknowledgedAt = nanoTime();
        }

        @Override
        public Duration sessionTimeout() {
            return TIMEOUT;
        }

        @Override
        public void write(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
            throw new UnsupportedOperationException("the announcer is the test");
        }

        @Override
        public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
            throw new UnsupportedOperationException("the announcer is the test");
        }

        @Override
        public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
            throw new UnsupportedOperationException("the service is the test");
        }

        @Override
        public void heartbeat(Consumer<WriteOutcome> reply) {
            heartbeats++;
            if (answer instanceof WriteOutcome.Written) {
                acknowledgedAt = nanoTime();
            }
            reply.accept(answer);
        }

        @Override
        public long acknowledgedAt() {
            return acknowledgedAt;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
