package io.understudy.fencing.zookeeper;

import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.StoredNode.Content;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.data.Stat;

/**
 * One read of many nodes, in batches of a learned size, with a few on their way at a time. A batch that
 * costs the connection is halved; a single node that does is left empty if it is too large for any answer. On the loop
 * only.
 */
final class BatchedReads {

    private static final int IN_FLIGHT = 4;

    /** What an answer holds beside the data of its nodes. */
    private static final int ANSWER_OVERHEAD = 1024;

    private static final int NODE_OVERHEAD = 100;

    private final ZooKeeperCalls calls;
    private final StoreAccess access;
    private final BatchSize batchSize;
    private final Set<BatchedReads> underWay;
    private final List<String> paths;
    private final Consumer<ReadOutcome<List<StoredNode>>> reply;
    private final StoredNode[] found;
    private final Deque<Batch> again = new ArrayDeque<>();
    private Runnable cancelTimer = () -> {};
    private int next;
    private int inFlight;
    private boolean answered;

    /** @param underWay where it is found from its beginning to its end */
    BatchedReads(
            ZooKeeperCalls calls,
            StoreAccess access,
            BatchSize batchSize,
            Set<BatchedReads> underWay,
            List<String> paths,
            Consumer<ReadOutcome<List<StoredNode>>> reply) {
        this.calls = calls;
        this.access = access;
        this.batchSize = batchSize;
        this.underWay = underWay;
        this.paths = paths;
        this.reply = reply;
        this.found = new StoredNode[paths.size()];
    }

    /** A run of paths. */
    private record Batch(int from, int to) {

        int size() {
            return to - from;
        }
    }

    void begin() {
        underWay.add(this);
        heard();
        pump();
    }

    /** Ends the read without what is missing. */
    void fail(String why) {
        answer(new ReadOutcome.Failed<>(why));
    }

    private void pump() {
        while (!answered && inFlight < IN_FLIGHT && (!again.isEmpty() || next < paths.size())) {
            request(again.isEmpty() ? nextBatch() : again.remove());
        }
        if (!answered && inFlight == 0) {
            answer(new ReadOutcome.Found<>(Arrays.asList(found)));
        }
    }

    private Batch nextBatch() {
        Batch batch = new Batch(next, Math.min(paths.size(), next + batchSize.nodes()));
        next = batch.to();
        return batch;
    }

    private void request(Batch batch) {
        inFlight++;
        List<Op> reads = new ArrayList<>(batch.size());
        paths.subList(batch.from(), batch.to())
                .forEach(path -> reads.add(Op.getData(access.layout().path(path))));
        calls.multi(reads, answer -> onAnswer(batch, answer));
    }

    private void onAnswer(Batch batch, Answer<List<OpResult>> answer) {
        if (answer.value() != null) {
            keep(batch, answer.value());
            arrived();
        } else if (answer.isSessionGone()) {
            fail("the ZooKeeper session ended");
        } else if (batch.size() == 1) {
            calls.afterPause(() -> measure(batch));
        } else {
            calls.afterPause(() -> halve(batch));
        }
    }

    private void halve(Batch batch) {
        int middle = batch.from() + batch.size() / 2;
        again.add(new Batch(batch.from(), middle));
        again.add(new Batch(middle, batch.to()));
        inFlight--;
        pump();
    }

    /** Tells a node that is too large for any answer from one whose answer was lost with the connection. */
    private void measure(Batch single) {
        calls.stat(access.layout().path(paths.get(single.from())), answer -> {
            if (answer.isSessionGone()) {
                fail("the ZooKeeper session ended");
            } else if (answer.isOk() && isTooLarge(answer.orThrow())) {
                found[single.from()] =
                        StoredNode.unreadable(paths.get(single.from()), "it is too large for ZooKeeper's client");
                arrived();
            } else {
                again.add(single);
                inFlight--;
                pump();
            }
        });
    }

    private boolean isTooLarge(Stat stat) {
        return stat.getDataLength() > Math.min(calls.maxAnswerBytes() - ANSWER_OVERHEAD, BinaryInputArchive.maxBuffer);
    }

    private void keep(Batch batch, List<OpResult> results) {
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            StoredNode node = node(paths.get(batch.from() + i), results.get(i));
            found[batch.from() + i] = node;
            bytes += NODE_OVERHEAD + node.content().map(c -> c.data().length).orElse(0);
        }
        batchSize.learn(bytes, batch.size());
    }

    private void arrived() {
        inFlight--;
        heard();
        pump();
    }

    private void heard() {
        cancelTimer.run();
        cancelTimer = calls.after(
                access.deadline(),
                () -> fail("ZooKeeper sent nothing for " + access.deadline().toSeconds() + " s"));
    }

    private void answer(ReadOutcome<List<StoredNode>> outcome) {
        if (!answered) {
            answered = true;
            underWay.remove(this);
            cancelTimer.run();
            reply.accept(outcome);
        }
    }

    private static StoredNode node(String path, OpResult result) {
        if (result instanceof GetDataResult data) {
            Stat stat = data.getStat();
            byte[] bytes = data.getData() == null ? new byte[0] : data.getData();
            return StoredNode.of(
                    path,
                    new Content(
                            bytes,
                            stat.getVersion(),
                            Instant.ofEpochMilli(stat.getCtime()),
                            Instant.ofEpochMilli(stat.getMtime())));
        }
        Code code = result instanceof ErrorResult error ? Code.get(error.getErr()) : Code.SYSTEMERROR;
        return code == Code.NONODE
                ? StoredNode.missing(path)
                : StoredNode.unreadable(path, "ZooKeeper answered " + code + " when it was read");
    }
}
