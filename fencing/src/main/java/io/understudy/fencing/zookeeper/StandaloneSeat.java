package io.understudy.fencing.zookeeper;

import io.understudy.fencing.StorePaths;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The place of a service that runs alone on a store: the ephemeral {@code members/standalone}. It is taken first, and
 * then the others are looked for; a daemon does the same the other way round. So of two that come at once one at least
 * sees the other.
 */
public final class StandaloneSeat {

    /** How long a dead predecessor's seat may outlive its session timeout: two of ZooKeeper's usual ticks. */
    private static final Duration EXPIRY_SLACK = Duration.ofSeconds(4);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ZooKeeperCalls calls;
    private final StoreAccess access;

    /** @param loop on which replies come */
    public StandaloneSeat(ZooKeeper zooKeeper, StoreAccess access, StoreLoop loop) {
        this.calls = new ZooKeeperCalls(zooKeeper, loop);
        this.access = access;
    }

    /** What became of taking the seat. */
    public sealed interface Seating {

        /** The store is this process's alone, as long as its ZooKeeper session lives. */
        record Taken() implements Seating {}

        /**
         * Others use the store.
         *
         * @param why sentences for the operator: what, why, what to do
         */
        record Occupied(String why) implements Seating {}

        /** ZooKeeper did not answer. */
        record Failed(String why) implements Seating {}
    }

    /**
     * Takes the seat, in a store that has been set up. A predecessor's seat is waited for until its session must have
     * ended. Any thread may call; replies once.
     *
     * @param record what is to stand there, for people
     */
    public void take(byte[] record, Consumer<Seating> reply) {
        byte[] content = record.clone();
        calls.run(() -> take(content, System.nanoTime(), reply));
    }

    private void take(byte[] record, long since, Consumer<Seating> reply) {
        calls.createEphemeral(seat(), record, access.acl(), answer -> {
            if (answer.isOk()) {
                lookForOthers(reply);
            } else if (answer.code() == Code.NODEEXISTS) {
                judgeOccupant(record, since, reply);
            } else {
                reply.accept(failed(answer.code()));
            }
        });
    }

    private void judgeOccupant(byte[] record, long since, Consumer<Seating> reply) {
        calls.stat(seat(), answer -> {
            if (isOurs(answer)) {
                lookForOthers(reply);
            } else if (answer.code() == Code.NONODE || (answer.isOk() && isPatient(since))) {
                calls.after(PAUSE, () -> take(record, since, reply));
            } else if (answer.isOk()) {
                reply.accept(new Seating.Occupied("Another bin/session-service is alive on %s in %s. Stop it first."
                        .formatted(access.layout().root(), access.where())));
            } else {
                reply.accept(failed(answer.code()));
            }
        });
    }

    private boolean isOurs(Answer<Stat> answer) {
        return answer.isOk() && answer.orThrow().getEphemeralOwner() == calls.sessionId();
    }

    private boolean isPatient(long since) {
        Duration patience = calls.sessionTimeout().plus(EXPIRY_SLACK);
        return System.nanoTime() - since < patience.toNanos();
    }

    private void lookForOthers(Consumer<Seating> reply) {
        calls.children(access.layout().path(StorePaths.MEMBERS), answer -> {
            if (answer.isOk()) {
                lookForLock(others(answer.orThrow()), reply);
            } else {
                giveUp(failed(answer.code()), reply);
            }
        });
    }

    private void lookForLock(List<String> others, Consumer<Seating> reply) {
        calls.stat(access.layout().lock(), answer -> {
            if (!answer.isOk() && answer.code() != Code.NONODE) {
                giveUp(failed(answer.code()), reply);
            } else if (answer.isOk() || !others.isEmpty()) {
                giveUp(new Seating.Occupied(inUse(others)), reply);
            } else {
                reply.accept(new Seating.Taken());
            }
        });
    }

    private void giveUp(Seating outcome, Consumer<Seating> reply) {
        calls.delete(seat(), 0, answer -> reply.accept(outcome));
    }

    private String inUse(List<String> others) {
        return "%s in %s is in use by ha-daemons%s. Stop them first, or give the service that runs alone a cluster id of its own."
                .formatted(
                        access.layout().root(),
                        access.where(),
                        others.isEmpty() ? "" : " (" + String.join(", ", others) + ")");
    }

    private Seating failed(Code code) {
        return new Seating.Failed(access.where() + " does not answer (" + code + ").");
    }

    private static List<String> others(List<String> members) {
        return members.stream()
                .filter(name -> !name.equals(StorePaths.STANDALONE))
                .sorted()
                .toList();
    }

    private String seat() {
        return access.layout().path(StorePaths.member(StorePaths.STANDALONE));
    }
}
