package io.understudy.ha.simulation;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The door of a term on a simulated session. */
final class SimStore implements FencedStore {

    private static final WriteOutcome UNKNOWN = new WriteOutcome.Unknown("the connection was lost");

    private final World world;
    private final SimProcess process;
    private final SimSession session;
    private final Term term;
    private long acknowledgedAt;
    private boolean closed;

    SimStore(World world, SimProcess process, SimSession session, Term term, long acknowledgedAt) {
        this.world = world;
        this.process = process;
        this.session = session;
        this.term = term;
        this.acknowledgedAt = acknowledgedAt;
    }

    @Override
    public Term term() {
        return term;
    }

    @Override
    public Duration sessionTimeout() {
        return session.timeout();
    }

    @Override
    public void write(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
        if (closed) {
            process.events().post(Duration.ZERO, () -> reply.accept(new WriteOutcome.Deposed("the term was ended")));
            return;
        }
        long sent = process.nanoTime();
        session.request(
                () -> world.zooKeeper().write(term, ops),
                answer -> process.replies().arrive(() -> {
                    if (closed) {
                        reply.accept(UNKNOWN);
                        return;
                    }
                    if (answer.isPresent() && !(answer.get() instanceof WriteOutcome.Deposed)) {
                        acknowledgedAt = Math.max(acknowledgedAt, sent);
                    }
                    reply.accept(answer.orElse(UNKNOWN));
                }));
    }

    @Override
    public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
        session.request(
                () -> paths.stream().map(this::look).toList(),
                answer -> process.replies()
                        .arrive(() -> reply.accept(answer.<ReadOutcome<List<StoredNode>>>map(ReadOutcome.Found::new)
                                .orElseGet(() -> new ReadOutcome.Failed<>("the connection was lost")))));
    }

    @Override
    public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
        session.request(
                () -> List.<String>of(),
                answer -> process.replies()
                        .arrive(() -> reply.accept(answer.<ReadOutcome<List<String>>>map(ReadOutcome.Found::new)
                                .orElseGet(() -> new ReadOutcome.Failed<>("the connection was lost")))));
    }

    @Override
    public void heartbeat(Consumer<WriteOutcome> reply) {
        write(List.of(), reply);
    }

    @Override
    public long acknowledgedAt() {
        return acknowledgedAt;
    }

    @Override
    public void close() {
        closed = true;
    }

    private StoredNode look(String path) {
        int version = world.zooKeeper().version(path);
        return version < 0
                ? StoredNode.missing(path)
                : StoredNode.of(
                        path,
                        new StoredNode.Content(world.zooKeeper().data(path), version, Instant.EPOCH, Instant.EPOCH));
    }
}
