package io.understudy.fencing.zookeeper;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;

/** The door to the store on the ZooKeeper session on which its term was won. */
final class ZooKeeperFencedStore implements FencedStore {

    private static final Deposed CLOSED = new Deposed("this node has closed the store");

    private final ZooKeeperCalls calls;
    private final StoreAccess access;
    private final Term term;
    private final Duration sessionTimeout;
    private final WritePipeline writes;
    private final WriteDeadlines deadlines;
    private final ZooKeeperReading reading;
    private volatile long acknowledgedAt;

    /**
     * @param fenceZxid the transaction that won the term
     * @param wonAt when it was sent, as {@link System#nanoTime()}
     */
    ZooKeeperFencedStore(ZooKeeperCalls calls, StoreAccess access, Term term, long fenceZxid, long wonAt) {
        this.calls = calls;
        this.access = access;
        this.term = term;
        this.acknowledgedAt = wonAt;
        this.sessionTimeout = calls.sessionTimeout();
        Op check = Op.check(access.layout().path(StorePaths.EPOCH), term.fence());
        Evidence evidence = new Evidence(calls, access.layout(), fenceZxid);
        this.reading = new ZooKeeperReading(calls, access);
        this.writes = new WritePipeline(calls, check, evidence, this::acknowledge);
        this.deadlines =
                new WriteDeadlines(calls, access.deadline(), late -> writes.expire(late, new Unknown(silence())));
    }

    @Override
    public Term term() {
        return term;
    }

    @Override
    public Duration sessionTimeout() {
        return sessionTimeout;
    }

    @Override
    public void write(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
        List<WriteOp> handedIn = FencedStore.permitted(ops);
        List<Op> transaction = handedIn.stream().map(this::operation).toList();
        PendingWrite write = new PendingWrite(handedIn, transaction, System.nanoTime(), reply);
        run(() -> submit(write), () -> reply.accept(CLOSED));
    }

    @Override
    public void heartbeat(Consumer<WriteOutcome> reply) {
        write(List.of(), reply);
    }

    @Override
    public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
        reading.read(paths, reply);
    }

    @Override
    public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
        reading.children(path, reply);
    }

    @Override
    public long acknowledgedAt() {
        return acknowledgedAt;
    }

    @Override
    public void close() {
        run(this::end, () -> {});
    }

    private void end() {
        writes.end(new Unknown(CLOSED.why()), CLOSED);
        reading.end(CLOSED.why());
    }

    private void submit(PendingWrite write) {
        deadlines.watch(write);
        writes.submit(write);
    }

    private void acknowledge(long sentAt) {
        acknowledgedAt = sentAt;
    }

    private void run(Runnable task, Runnable tooLate) {
        if (calls.isClosed()) {
            tooLate.run();
        } else {
            calls.run(task);
        }
    }

    private String silence() {
        return "ZooKeeper did not answer within " + access.deadline().toSeconds() + " s";
    }

    private Op operation(WriteOp op) {
        String path = access.layout().path(op.path());
        if (op instanceof WriteOp.Create create) {
            return Op.create(path, create.data(), access.acl(), CreateMode.PERSISTENT);
        }
        if (op instanceof WriteOp.Update update) {
            return Op.setData(path, update.data(), update.version());
        }
        return Op.delete(path, ((WriteOp.Delete) op).version());
    }
}
