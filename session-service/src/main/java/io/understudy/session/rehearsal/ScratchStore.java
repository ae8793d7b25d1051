package io.understudy.session.rehearsal;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A store of nobody: in memory, in office for ever, answers at once. One thread writes. */
final class ScratchStore implements FencedStore {

    private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(1);

    private final Map<String, StoredNode.Content> nodes = new ConcurrentHashMap<>();
    private final Term term = new Term(
            new StoreIdentity(new UUID(0, 0)),
            new Epoch(1),
            1,
            "rehearsal",
            "rehearsal",
            1,
            Instant.now(),
            new IdBlock(0, 1_000_000),
            StoreFormat.NEWEST);

    @Override
    public Term term() {
        return term;
    }

    @Override
    public Duration sessionTimeout() {
        return SESSION_TIMEOUT;
    }

    @Override
    public void write(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
        List<Integer> versions = new ArrayList<>();
        for (WriteOp op : ops) {
            versions.add(apply(op));
        }
        reply.accept(new WriteOutcome.Written(versions));
    }

    private int apply(WriteOp op) {
        if (op instanceof WriteOp.Create create) {
            return put(create.path(), create.data(), 0);
        } else if (op instanceof WriteOp.Update update) {
            return put(update.path(), update.data(), update.version() + 1);
        }
        nodes.remove(op.path());
        return 0;
    }

    private int put(String path, byte[] data, int version) {
        Instant now = Instant.now();
        nodes.put(path, new StoredNode.Content(data, version, now, now));
        return version;
    }

    @Override
    public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
        reply.accept(new ReadOutcome.Found<>(paths.stream().map(this::node).toList()));
    }

    private StoredNode node(String path) {
        StoredNode.Content content = nodes.get(path);
        return content == null ? StoredNode.missing(path) : StoredNode.of(path, content);
    }

    @Override
    public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
        reply.accept(new ReadOutcome.Found<>(nodes.keySet().stream()
                .filter(node -> node.startsWith(path + "/"))
                .map(node -> node.substring(path.length() + 1))
                .toList()));
    }

    @Override
    public void heartbeat(Consumer<WriteOutcome> reply) {
        reply.accept(new WriteOutcome.Written(List.of()));
    }

    @Override
    public long acknowledgedAt() {
        return System.nanoTime();
    }

    @Override
    public void close() {}
}
