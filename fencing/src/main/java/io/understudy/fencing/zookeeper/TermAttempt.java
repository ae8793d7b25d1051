package io.understudy.fencing.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.StoreState.Refused;
import io.understudy.fencing.Term;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.SetDataResult;
import org.apache.zookeeper.data.Stat;

/**
 * One attempt to win a term: read the epoch, check the proof, raise it in one transaction, which also removes the sign that
 * the term before served. On the loop only.
 */
final class TermAttempt {

    private static final int HISTORY_RECORDS = 1000;

    private final ZooKeeperCalls calls;
    private final StoreAccess access;
    private final InstantSource clock;
    private final Candidate candidate;
    private final LockProof proof;
    private final Admission admission;
    private final OneReply<Raised> reply;
    private final long session;

    TermAttempt(
            ZooKeeperCalls calls,
            InstantSource clock,
            Candidate candidate,
            LockProof proof,
            Admission admission,
            OneReply<Raised> reply) {
        this.calls = calls;
        this.access = admission.access();
        this.clock = clock;
        this.candidate = candidate;
        this.proof = proof;
        this.admission = admission;
        this.reply = reply;
        this.session = calls.sessionId();
    }

    void begin() {
        if (!reply.isGiven()) {
            HeadReading.read(calls, access.layout(), this::onHead);
        }
    }

    private void onHead(HeadReading reading) {
        if (reading instanceof HeadReading.Read read) {
            onAdmission(admission.judge(read.head()), () -> checkProof(read.head()));
        } else if (reading instanceof HeadReading.NoEpoch none) {
            onAdmission(admission.judgeMissing(none.nextId()), () -> fail("there is no store yet"));
        } else if (reading instanceof HeadReading.Damaged damaged) {
            onAdmission(admission.judgeDamaged(damaged.why()), () -> fail(damaged.why()));
        } else if (reading instanceof HeadReading.Forbidden) {
            onAdmission(admission.judgeForbidden(), () -> fail("the store may not be read"));
        } else if (reading instanceof HeadReading.Lost lost) {
            onLost(lost.sessionGone(), this::begin);
        }
    }

    private void onAdmission(StoreState state, Runnable admitted) {
        if (state instanceof Refused refused) {
            reply.accept(new Raised.Refused(refused.why()));
        } else {
            admitted.run();
        }
    }

    private void checkProof(StoreHead head) {
        if (proof instanceof LockProof.HeldLock) {
            checkLock(head);
        } else if (head.lock().isPresent()) {
            reply.accept(new Raised.LockNotHeld("The lock " + access.layout().lock()
                    + " is there: a node that stands for election is in office, or was a moment ago."));
        } else {
            lookForOldHistory(head);
        }
    }

    /** The session that took the lock has read every request that was written before. */
    private void checkLock(StoreHead head) {
        Optional<Stat> held = head.lock().filter(lock -> lock.getEphemeralOwner() == session);
        if (held.isEmpty()) {
            String owner = head.lock().isPresent() ? "held by another session" : "free";
            reply.accept(new Raised.LockNotHeld("The lock " + access.layout().lock() + " is " + owner + "."));
        } else if (head.lets(candidate, held.get())) {
            lookForOldHistory(head);
        } else {
            reply.accept(new Raised.Paused(
                    "the cluster is paused: only " + head.epoch().node() + " may take over"));
        }
    }

    /** The record that falls out of history when the next one is written. */
    private void lookForOldHistory(StoreHead head) {
        long oldest = head.epoch().epoch() + 1 - HISTORY_RECORDS;
        if (oldest < 1) {
            raise(head, List.of());
            return;
        }
        String old = path(StorePaths.history(new Epoch(oldest)));
        calls.stat(old, answer -> {
            if (answer.isOk()) {
                raise(head, List.of(Op.delete(old, answer.orThrow().getVersion())));
            } else if (answer.code() == Code.NONODE) {
                raise(head, List.of());
            } else {
                onLost(answer.isSessionGone(), this::begin);
            }
        });
    }

    private void raise(StoreHead head, List<Op> cleaning) {
        if (reply.isGiven()) {
            return;
        }
        int end = head.nextId() + access.idBlock();
        if (end < 0) {
            reply.accept(new Raised.Refused("All session ids up to " + Integer.MAX_VALUE
                    + " have been given out. Begin anew under another cluster id."));
            return;
        }
        EpochRecord raised = head.epoch().raisedBy(candidate, session, head.formatOf(candidate), clock.instant());
        HistoryRecord history = HistoryRecord.of(head, raised, candidate);
        List<Op> ops = new ArrayList<>();
        ops.add(Op.setData(path(StorePaths.EPOCH), RecordJson.bytes(raised), head.epochVersion()));
        ops.add(Op.create(
                path(StorePaths.history(raised.number())),
                RecordJson.bytes(history),
                access.acl(),
                CreateMode.PERSISTENT));
        ops.add(Op.setData(path(StorePaths.NEXT_ID), Integer.toString(end).getBytes(UTF_8), head.nextIdVersion()));
        head.active().ifPresent(served -> ops.add(Op.delete(path(StorePaths.ACTIVE), served.getVersion())));
        ops.addAll(cleaning);
        long sentAt = System.nanoTime();
        calls.multi(ops, answer -> onRaised(head, raised, sentAt, answer));
    }

    private void onRaised(StoreHead head, EpochRecord raised, long sentAt, Answer<List<OpResult>> answer) {
        List<OpResult> results = answer.value();
        if (results == null) {
            onLost(answer.isSessionGone(), () -> barrier(head));
        } else if (MultiFailure.of(results).isPresent()) {
            onRefused(raised, MultiFailure.of(results).get());
        } else {
            Stat epoch = ((SetDataResult) results.get(0)).getStat();
            won(head.raisedTo(raised, epoch, access.idBlock()), sentAt);
        }
    }

    private void onRefused(EpochRecord raised, MultiFailure failure) {
        if (failure.code() == Code.BADVERSION || failure.code() == Code.NONODE) {
            begin();
        } else if (failure.code() == Code.NODEEXISTS) {
            onAdmission(
                    admission.judgeDamaged(
                            "There is a history of epoch " + raised.epoch() + " already, but no such term was won."),
                    this::begin);
        } else {
            fail(access.where() + " refused the term: " + failure.code());
        }
    }

    /** Any answer to this transaction proves that the one before it was applied already, or never will be. */
    private void barrier(StoreHead before) {
        if (reply.isGiven()) {
            return;
        }
        long sentAt = System.nanoTime();
        calls.multi(List.of(Op.check(path(StorePaths.EPOCH), before.epochVersion())), answer -> {
            if (answer.value() == null) {
                onLost(answer.isSessionGone(), () -> barrier(before));
            } else {
                HeadReading.read(calls, access.layout(), reading -> onReadBack(before, sentAt, reading));
            }
        });
    }

    private void onReadBack(StoreHead before, long sentAt, HeadReading reading) {
        if (reading instanceof HeadReading.Read read && isOurs(before, read.head())) {
            won(read.head(), sentAt);
        } else if (reading instanceof HeadReading.Lost lost) {
            onLost(lost.sessionGone(), () -> barrier(before));
        } else {
            onHead(reading);
        }
    }

    private boolean isOurs(StoreHead before, StoreHead now) {
        return now.epoch().epoch() == before.epoch().epoch() + 1 && now.epoch().isOf(candidate, session);
    }

    private void won(StoreHead head, long sentAt) {
        Term term = new Term(
                head.epoch().identity(),
                head.epoch().number(),
                head.epochVersion(),
                candidate.node(),
                candidate.incarnation(),
                session,
                Instant.ofEpochMilli(head.epochTime()),
                new IdBlock(head.nextId() - access.idBlock(), head.nextId()),
                head.epoch().format());
        reply.accept(new Raised.Won(new ZooKeeperFencedStore(calls, access, term, head.epochZxid(), sentAt)));
    }

    private void onLost(boolean sessionGone, Runnable again) {
        if (sessionGone) {
            fail("the ZooKeeper session ended");
        } else {
            calls.afterPause(again);
        }
    }

    private void fail(String why) {
        reply.accept(new Raised.Failed(why));
    }

    private String path(String relative) {
        return access.layout().path(relative);
    }
}
