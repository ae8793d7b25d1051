package io.understudy.ha.node;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A door to the store that counts what becomes of the writes that go through it. */
record CountedStore(FencedStore door, Tally tally) implements FencedStore {

    /** The counts of all terms of a process. Any thread may call. */
    static final class Tally {

        private final LongAdder written = new LongAdder();
        private final LongAdder conflicting = new LongAdder();
        private final LongAdder deposed = new LongAdder();
        private final LongAdder unknown = new LongAdder();

        WriteCounts counts() {
            return new WriteCounts(written.sum(), conflicting.sum(), deposed.sum(), unknown.sum());
        }

        private void count(WriteOutcome outcome) {
            if (outcome instanceof WriteOutcome.Written) {
                written.increment();
            } else if (outcome instanceof WriteOutcome.Conflict) {
                conflicting.increment();
            } else if (outcome instanceof WriteOutcome.Deposed) {
                deposed.increment();
            } else {
                unknown.increment();
            }
        }

        private Consumer<WriteOutcome> counting(Consumer<WriteOutcome> reply) {
            return outcome -> {
                count(outcome);
                reply.accept(outcome);
            };
        }
    }

    @Override
    public Term term() {
        return door.term();
    }

    @Override
    public Duration sessionTimeout() {
        return door.sessionTimeout();
    }

    @Override
    public void write(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
        door.write(ops, tally.counting(reply));
    }

    @Override
    public void heartbeat(Consumer<WriteOutcome> reply) {
        door.heartbeat(tally.counting(reply));
    }

    @Override
    public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
        door.read(paths, reply);
    }

    @Override
    public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
        door.children(path, reply);
    }

    @Override
    public long acknowledgedAt() {
        return door.acknowledgedAt();
    }

    @Override
    public void close() {
        door.close();
    }
}
