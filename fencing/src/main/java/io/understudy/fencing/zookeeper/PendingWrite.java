package io.understudy.fencing.zookeeper;

import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.zookeeper.Op;

/** A write on its way. On the loop only; its reply is given once. */
final class PendingWrite {

    private final List<WriteOp> ops;
    private final List<Op> transaction;
    private final Map<String, WriteOp> lastOpOfPath;
    private final Consumer<WriteOutcome> reply;
    private final long handedInAt;
    private boolean answered;

    /** @param transaction {@code ops} as ZooKeeper knows them */
    PendingWrite(List<WriteOp> ops, List<Op> transaction, long handedInAt, Consumer<WriteOutcome> reply) {
        this.ops = ops;
        this.transaction = transaction;
        this.handedInAt = handedInAt;
        this.reply = reply;
        this.lastOpOfPath = new LinkedHashMap<>();
        ops.forEach(op -> lastOpOfPath.put(op.path(), op));
    }

    List<Op> transaction() {
        return transaction;
    }

    /** How much it adds to a request, roughly. */
    long bytes() {
        return ops.stream().mapToLong(WriteOp::bytes).sum();
    }

    /** The paths that it touches. */
    Set<String> paths() {
        return lastOpOfPath.keySet();
    }

    /** The operations that left their mark, one for each path. */
    List<WriteOp> lastOps() {
        return List.copyOf(lastOpOfPath.values());
    }

    long handedInAt() {
        return handedInAt;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Answers that it was written: the versions follow from the operations. */
    void written() {
        answer(new WriteOutcome.Written(
                ops.stream().map(PendingWrite::versionAfter).toList()));
    }

    void answer(WriteOutcome outcome) {
        if (!answered) {
            answered = true;
            reply.accept(outcome);
        }
    }

    /** The version that {@code op} leaves its node with; -1 for none. */
    static int versionAfter(WriteOp op) {
        if (op instanceof WriteOp.Update update) {
            return update.version() + 1;
        }
        return op instanceof WriteOp.Create ? 0 : -1;
    }
}
