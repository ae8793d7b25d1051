package io.understudy.fencing.zookeeper;

import io.understudy.fencing.WriteOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.data.Stat;

/**
 * Tells from the nodes themselves which writes were applied. Sound only after a barrier was acknowledged, for writes of
 * which no two concern one path: then nobody but the write itself can have left its mark.
 *
 * @param layout of the store
 * @param fenceZxid the transaction that won the term; whatever is older is not of this term
 */
record Evidence(ZooKeeperCalls calls, StoreLayout layout, long fenceZxid) {

    /** Replies with those of {@code writes} that were applied; with nothing if the connection was lost again. */
    void read(List<PendingWrite> writes, Consumer<Optional<Set<PendingWrite>>> reply) {
        new Reading(writes.size(), reply).of(writes);
    }

    /** Reads are sent in one pipeline, a request for each write. */
    private final class Reading {

        private final Set<PendingWrite> applied = new HashSet<>();
        private final Consumer<Optional<Set<PendingWrite>>> reply;
        private int missing;
        private boolean lost;

        Reading(int missing, Consumer<Optional<Set<PendingWrite>>> reply) {
            this.missing = missing;
            this.reply = reply;
        }

        void of(List<PendingWrite> writes) {
            if (writes.isEmpty()) {
                reply.accept(Optional.of(applied));
            }
            writes.forEach(this::request);
        }

        private void request(PendingWrite write) {
            List<Op> reads = new ArrayList<>();
            write.paths().forEach(path -> reads.add(Op.getData(layout.path(path))));
            if (reads.isEmpty()) {
                applied.add(write);
                arrived();
            } else {
                calls.multi(reads, answer -> onAnswer(write, answer));
            }
        }

        private void onAnswer(PendingWrite write, Answer<List<OpResult>> answer) {
            if (answer.value() == null) {
                lost = true;
            } else if (isApplied(write.lastOps(), answer.value())) {
                applied.add(write);
            }
            arrived();
        }

        private void arrived() {
            missing--;
            if (missing == 0) {
                reply.accept(lost ? Optional.empty() : Optional.of(applied));
            }
        }
    }

    private boolean isApplied(List<WriteOp> ops, List<OpResult> found) {
        for (int i = 0; i < ops.size(); i++) {
            if (!isApplied(ops.get(i), found.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isApplied(WriteOp op, OpResult found) {
        if (op instanceof WriteOp.Create create) {
            return holds(found, create.data(), PendingWrite.versionAfter(op));
        }
        if (op instanceof WriteOp.Update update) {
            return holds(found, update.data(), PendingWrite.versionAfter(op));
        }
        return found instanceof ErrorResult error && error.getErr() == Code.NONODE.intValue();
    }

    private boolean holds(OpResult found, byte[] data, int version) {
        if (!(found instanceof GetDataResult node)) {
            return false;
        }
        Stat stat = node.getStat();
        return stat.getVersion() == version && stat.getMzxid() > fenceZxid && Arrays.equals(node.getData(), data);
    }
}
