package io.understudy.fencing.zookeeper;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.WriteOutcome.Cause;
import io.understudy.fencing.WriteOutcome.Conflict;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Unknown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * The order and the outcome of a term's writes. On the loop only.
 *
 * <p>Writes are sent in a pipeline of a few transactions; those that come meanwhile share the next one. If an operation
 * makes ZooKeeper refuse a transaction, its write is answered and the others are sent again without it. A write that
 * shares a path with one in flight waits, and all behind it. So at most one write in flight concerns a path, and after a
 * lost connection the node itself tells whether that write was applied. While outcomes are open nothing new is sent:
 * first all that is in flight is answered or lost, then a barrier (a check of the epoch) is acknowledged on the new
 * connection, then the nodes are read. What was not applied goes first again.
 */
final class WritePipeline {

    /** Transactions in flight at a time: one is on its way while the other is answered. */
    private static final int MOST_IN_FLIGHT = 2;

    /** Operations in a transaction, of whatever number of writes. */
    private static final int MOST_OPS = 64;

    private final ZooKeeperCalls calls;
    private final Op check;
    private final Evidence evidence;
    private final LongConsumer acknowledged;
    private final Deque<PendingWrite> held = new ArrayDeque<>();
    private final Set<Group> sent = new LinkedHashSet<>();
    private final List<PendingWrite> open = new ArrayList<>();
    private final Set<String> busy = new HashSet<>();
    private Optional<WriteOutcome> ended = Optional.empty();

    /**
     * @param check of the epoch
     * @param acknowledged takes the time at which an acknowledged transaction was sent
     */
    WritePipeline(ZooKeeperCalls calls, Op check, Evidence evidence, LongConsumer acknowledged) {
        this.calls = calls;
        this.check = check;
        this.evidence = evidence;
        this.acknowledged = acknowledged;
    }

    /** Writes that share a transaction. */
    private record Group(List<PendingWrite> writes) {

        /** The check of the epoch, then all operations. */
        List<Op> transaction(Op check) {
            List<Op> transaction = new ArrayList<>();
            transaction.add(check);
            writes.forEach(write -> transaction.addAll(write.transaction()));
            return transaction;
        }
    }

    void submit(PendingWrite write) {
        if (ended.isPresent()) {
            write.answer(ended.get());
        } else {
            held.add(write);
            pump();
        }
    }

    /** Answers a write that took too long. It is not sent again. */
    void expire(PendingWrite write, WriteOutcome outcome) {
        held.remove(write);
        write.answer(outcome);
        pump();
    }

    /** Answers what is under way with {@code underWay} and everything later with {@code later}. */
    void end(WriteOutcome underWay, WriteOutcome later) {
        if (ended.isPresent()) {
            return;
        }
        ended = Optional.of(later);
        answerAll(open, underWay);
        sent.forEach(group -> answerAll(group.writes(), underWay));
        answerAll(held, underWay);
        held.clear();
    }

    private void pump() {
        while (ended.isEmpty() && open.isEmpty() && sent.size() < MOST_IN_FLIGHT) {
            List<PendingWrite> next = takeNext();
            if (next.isEmpty()) {
                return;
            }
            send(new Group(next));
        }
    }

    /** Writes from the head on, as many as fit into one transaction and share no path with any in flight. */
    private List<PendingWrite> takeNext() {
        List<PendingWrite> next = new ArrayList<>();
        int ops = 0;
        long bytes = 0;
        while (!held.isEmpty() && Collections.disjoint(held.element().paths(), busy)) {
            PendingWrite write = held.element();
            ops += write.transaction().size();
            bytes += write.bytes();
            if (!next.isEmpty() && (ops > MOST_OPS || bytes > FencedStore.MAX_WRITE_BYTES)) {
                break;
            }
            busy.addAll(write.paths());
            next.add(held.remove());
        }
        return next;
    }

    private void send(Group group) {
        sent.add(group);
        long sentAt = System.nanoTime();
        calls.multi(group.transaction(check), answer -> onAnswer(group, sentAt, answer));
    }

    private void onAnswer(Group group, long sentAt, Answer<List<OpResult>> answer) {
        sent.remove(group);
        group.writes().forEach(write -> busy.removeAll(write.paths()));
        if (answer.value() != null) {
            onResults(group, sentAt, answer.value());
        } else if (answer.isSessionGone()) {
            sessionGone(group);
        } else {
            open.addAll(group.writes());
        }
        if (ended.isPresent()) {
            return;
        }
        if (open.isEmpty()) {
            pump();
        } else if (sent.isEmpty()) {
            barrier();
        }
    }

    private void onResults(Group group, long sentAt, List<OpResult> results) {
        Optional<MultiFailure> failure = MultiFailure.of(results);
        if (failure.isEmpty()) {
            acknowledged.accept(sentAt);
            group.writes().forEach(PendingWrite::written);
        } else if (failure.get().index() > 0) {
            onConflict(group, failure.get().index() - 1, cause(failure.get().code()));
        } else {
            Deposed deposed = deposed(failure.get().code());
            answerAll(group.writes(), deposed);
            depose(deposed);
        }
    }

    /** Answers the write of an operation, counted over the whole group; nothing of the others was applied. */
    private void onConflict(Group group, int op, Cause cause) {
        int before = 0;
        List<PendingWrite> again = new ArrayList<>();
        for (PendingWrite write : group.writes()) {
            int end = before + write.transaction().size();
            if (before <= op && op < end) {
                write.answer(new Conflict(op - before, cause));
            } else {
                again.add(write);
            }
            before = end;
        }
        holdAgain(again);
    }

    /** What was sent after the refused write is refused too; what was lost before it may have been applied in time. */
    private void depose(Deposed deposed) {
        answerAll(open, new Unknown("the term ended before the outcome could be read: " + deposed.why()));
        end(deposed, deposed);
    }

    private void sessionGone(Group group) {
        Unknown unknown = new Unknown("the ZooKeeper session ended");
        answerAll(group.writes(), unknown);
        end(unknown, unknown);
    }

    private void barrier() {
        if (ended.isPresent()) {
            return;
        }
        long sentAt = System.nanoTime();
        calls.multi(List.of(check), answer -> {
            List<OpResult> results = answer.value();
            if (results == null) {
                onBarrierLost(answer.isSessionGone());
            } else if (MultiFailure.of(results).isPresent()) {
                depose(deposed(MultiFailure.of(results).get().code()));
            } else {
                acknowledged.accept(sentAt);
                resolve();
            }
        });
    }

    private void onBarrierLost(boolean gone) {
        if (gone) {
            Unknown unknown = new Unknown("the ZooKeeper session ended");
            end(unknown, unknown);
        } else {
            calls.afterPause(this::barrier);
        }
    }

    private void resolve() {
        evidence.read(List.copyOf(open), applied -> {
            if (ended.isEmpty()) {
                applied.ifPresentOrElse(this::resolved, () -> calls.afterPause(this::barrier));
            }
        });
    }

    private void resolved(Set<PendingWrite> applied) {
        List<PendingWrite> again = new ArrayList<>(open);
        open.clear();
        applied.forEach(PendingWrite::written);
        holdAgain(again);
        pump();
    }

    /** What has no answer yet goes first again, in its order. */
    private void holdAgain(List<PendingWrite> writes) {
        List<PendingWrite> again = new ArrayList<>(writes);
        again.removeIf(PendingWrite::isAnswered);
        Collections.reverse(again);
        again.forEach(held::addFirst);
    }

    private static void answerAll(Collection<PendingWrite> writes, WriteOutcome outcome) {
        List.copyOf(writes).forEach(write -> write.answer(outcome));
    }

    private static Deposed deposed(Code code) {
        return new Deposed(
                switch (code) {
                    case BADVERSION -> "another node has raised the epoch";
                    case NONODE -> "the epoch is gone from ZooKeeper";
                    default -> "ZooKeeper refused the check of the epoch: " + code;
                });
    }

    private static Cause cause(Code code) {
        return switch (code) {
            case NODEEXISTS -> Cause.NODE_EXISTS;
            case NONODE -> Cause.NO_NODE;
            case BADVERSION -> Cause.BAD_VERSION;
            default -> Cause.OTHER;
        };
    }
}
