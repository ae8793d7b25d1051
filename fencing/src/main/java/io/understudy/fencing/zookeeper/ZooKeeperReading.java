package io.understudy.fencing.zookeeper;

import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoreReading;
import io.understudy.fencing.StoredNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/** Reads below one root on one ZooKeeper session. A connection that is lost meanwhile is waited for. */
public final class ZooKeeperReading implements StoreReading {

    private final ZooKeeperCalls calls;
    private final StoreAccess access;
    private final BatchSize batchSize = new BatchSize();
    private final Set<BatchedReads> underWay = new HashSet<>();
    private Optional<String> over = Optional.empty();

    /** @param loop on which replies come */
    public ZooKeeperReading(ZooKeeper zooKeeper, StoreAccess access, StoreLoop loop) {
        this(new ZooKeeperCalls(zooKeeper, loop), access);
    }

    ZooKeeperReading(ZooKeeperCalls calls, StoreAccess access) {
        this.calls = calls;
        this.access = access;
    }

    @Override
    public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
        List<String> wanted = List.copyOf(paths);
        run(
                () -> new BatchedReads(calls, access, batchSize, underWay, wanted, reply).begin(),
                why -> reply.accept(new ReadOutcome.Failed<>(why)));
    }

    @Override
    public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
        run(
                () -> {
                    ReadOutcome<List<String>> late = new ReadOutcome.Failed<>("ZooKeeper did not answer within "
                            + access.deadline().toSeconds() + " s");
                    list(path, new OneReply<>(calls, access.deadline(), late, reply));
                },
                why -> reply.accept(new ReadOutcome.Failed<>(why)));
    }

    /** Ends it: what is under way and what is asked later fails. On the loop only. */
    void end(String why) {
        over = Optional.of(why);
        List.copyOf(underWay).forEach(read -> read.fail(why));
    }

    private void list(String path, OneReply<ReadOutcome<List<String>>> reply) {
        if (over.isPresent() || reply.isGiven()) {
            reply.accept(new ReadOutcome.Failed<>(over.orElse("")));
            return;
        }
        calls.children(access.layout().path(path), answer -> {
            if (answer.isOk()) {
                reply.accept(new ReadOutcome.Found<>(answer.orThrow()));
            } else if (answer.code() == Code.NONODE) {
                reply.accept(new ReadOutcome.Found<>(List.of()));
            } else if (answer.code() == Code.NOAUTH) {
                reply.accept(new ReadOutcome.Failed<>(
                        "it does not let us list " + access.layout().path(path)));
            } else if (answer.isSessionGone()) {
                reply.accept(new ReadOutcome.Failed<>("the ZooKeeper session ended"));
            } else {
                calls.afterPause(() -> list(path, reply));
            }
        });
    }

    private void run(Runnable task, Consumer<String> tooLate) {
        if (calls.isClosed()) {
            tooLate.accept("this session was closed");
        } else {
            calls.run(() -> over.ifPresentOrElse(tooLate, task));
        }
    }
}
