package io.understudy.fencing.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * Calls to ZooKeeper whose answers come back on one loop, in the order in which ZooKeeper gives them. Nothing blocks.
 */
final class ZooKeeperCalls {

    /** How long to wait before a call is repeated that the connection lost. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ZooKeeper zooKeeper;
    private final StoreLoop loop;

    ZooKeeperCalls(ZooKeeper zooKeeper, StoreLoop loop) {
        this.zooKeeper = zooKeeper;
        this.loop = loop;
    }

    /** What stands at a path. */
    @SuppressWarnings("ArrayRecordComponent")
    record Data(byte[] bytes, Stat stat) {}

    void data(String path, Consumer<Answer<Data>> reply) {
        zooKeeper.getData(
                path,
                false,
                (rc, p, context, bytes, stat) -> answer(
                        reply,
                        Answer.of(rc, stat == null ? null : new Data(bytes == null ? new byte[0] : bytes, stat))),
                null);
    }

    void stat(String path, Consumer<Answer<Stat>> reply) {
        zooKeeper.exists(path, false, (rc, p, context, stat) -> answer(reply, Answer.of(rc, stat)), null);
    }

    void children(String path, Consumer<Answer<List<String>>> reply) {
        zooKeeper.getChildren(
                path,
                false,
                (int rc, String p, Object c, List<String> names) -> answer(reply, Answer.of(rc, names)),
                null);
    }

    void acl(String path, Consumer<Answer<List<ACL>>> reply) {
        zooKeeper.getACL(path, new Stat(), (rc, p, context, acl, stat) -> answer(reply, Answer.of(rc, acl)), null);
    }

    void create(String path, byte[] data, List<ACL> acl, Consumer<Answer<String>> reply) {
        create(path, data, acl, CreateMode.PERSISTENT, reply);
    }

    void createEphemeral(String path, byte[] data, List<ACL> acl, Consumer<Answer<String>> reply) {
        create(path, data, acl, CreateMode.EPHEMERAL, reply);
    }

    void delete(String path, int version, Consumer<Answer<String>> reply) {
        zooKeeper.delete(path, version, (rc, p, context) -> answer(reply, Answer.of(rc, path)), null);
    }

    private void create(String path, byte[] data, List<ACL> acl, CreateMode mode, Consumer<Answer<String>> reply) {
        zooKeeper.create(
                path,
                data,
                acl,
                mode,
                (int rc, String p, Object c, String name) -> answer(reply, Answer.of(rc, name)),
                null);
    }

    /**
     * A transaction, or a read of many nodes. The code is that of the first operation that failed. An answer that
     * ZooKeeper's client could not take apart to its end, because of a value that is too large for it, costs the
     * connection, and yet comes as a success with fewer results than operations: it counts as lost.
     */
    void multi(List<Op> ops, Consumer<Answer<List<OpResult>>> reply) {
        int expected = ops.size();
        zooKeeper.multi(
                ops,
                (rc, p, context, results) -> answer(
                        reply, results != null && results.size() < expected ? Answer.lost() : Answer.of(rc, results)),
                null);
    }

    long sessionId() {
        return zooKeeper.getSessionId();
    }

    Duration sessionTimeout() {
        return Duration.ofMillis(zooKeeper.getSessionTimeout());
    }

    /** The largest answer that this client reads; a larger one costs the connection. */
    int maxAnswerBytes() {
        return zooKeeper
                .getClientConfig()
                .getInt(ZKConfig.JUTE_MAXBUFFER, ZKClientConfig.CLIENT_MAX_PACKET_LENGTH_DEFAULT);
    }

    /** Runs {@code task} on the loop. */
    void run(Runnable task) {
        loop.execute(task);
    }

    /** Runs {@code task} on the loop after a short pause. */
    void afterPause(Runnable task) {
        loop.after(PAUSE, task);
    }

    /** Runs {@code task} on the loop after {@code delay}, unless what is returned is run before. */
    Runnable after(Duration delay, Runnable task) {
        return loop.after(delay, task);
    }

    /** Whether nothing is answered any more. */
    boolean isClosed() {
        return loop.isClosed();
    }

    private <T> void answer(Consumer<Answer<T>> reply, Answer<T> answer) {
        loop.execute(() -> reply.accept(answer));
    }
}
