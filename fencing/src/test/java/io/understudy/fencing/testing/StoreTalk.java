package io.understudy.fencing.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.util.List;

/** The store as a test likes to talk to it: text for data, and waiting for the reply. */
public final class StoreTalk {

    private StoreTalk() {}

    /** A node to be created. */
    public static WriteOp creating(String path, String data) {
        return new WriteOp.Create(path, data.getBytes(UTF_8));
    }

    /** Data to be replaced. */
    public static WriteOp updating(String path, String data, int version) {
        return new WriteOp.Update(path, data.getBytes(UTF_8), version);
    }

    /** Hands a write in, and does not wait. */
    public static Reply<WriteOutcome> submit(FencedStore store, WriteOp... ops) {
        Reply<WriteOutcome> reply = new Reply<>();
        store.write(List.of(ops), reply);
        return reply;
    }

    /** Writes, and waits. */
    public static WriteOutcome write(FencedStore store, WriteOp... ops) {
        return submit(store, ops).await();
    }

    /** Beats, and waits. */
    public static WriteOutcome heartbeat(FencedStore store) {
        Reply<WriteOutcome> reply = new Reply<>();
        store.heartbeat(reply);
        return reply.await();
    }

    /** Reads, and waits; it must succeed. */
    public static List<StoredNode> read(FencedStore store, List<String> paths) {
        Reply<ReadOutcome<List<StoredNode>>> reply = new Reply<>();
        store.read(paths, reply);
        return found(reply.await());
    }

    /** Reads one node, and waits; it must succeed. */
    public static StoredNode read(FencedStore store, String path) {
        return read(store, List.of(path)).get(0);
    }

    /** Lists children, and waits; it must succeed. */
    public static List<String> children(FencedStore store, String path) {
        Reply<ReadOutcome<List<String>>> reply = new Reply<>();
        store.children(path, reply);
        return found(reply.await());
    }

    /** The data of a node that must exist. */
    public static String text(StoredNode node) {
        return new String(node.content().orElseThrow().data(), UTF_8);
    }

    private static <T> T found(ReadOutcome<T> outcome) {
        if (outcome instanceof ReadOutcome.Found<T> found) {
            return found.value();
        }
        throw new AssertionError("not read: " + outcome);
    }
}
