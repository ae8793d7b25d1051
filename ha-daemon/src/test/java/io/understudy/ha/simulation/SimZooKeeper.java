package io.understudy.ha.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.PauseRequest;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The server's side of ZooKeeper: sessions, one lock, the epoch, and the nodes written through the fence. */
final class SimZooKeeper {

    /** A follower tells the leader of a client's activity only every half tick. */
    private static final Duration HALF_TICK = Duration.ofMillis(250);

    private static final Duration LEASE = Duration.ofSeconds(3);

    private final Timeline timeline;
    private final Map<Long, Long> heardAt = new TreeMap<>();
    private final Map<Long, Duration> timeouts = new HashMap<>();
    private final Map<String, Integer> versions = new TreeMap<>();
    private final Map<String, byte[]> nodes = new TreeMap<>();
    private final Map<Long, String> history = new TreeMap<>();
    private final List<Runnable> lockWatchers = new ArrayList<>();
    private final SimRequests requests;
    private boolean up = true;
    private long lockDeletedAt;
    private long lastSession;
    private long lockOwner;
    private long epoch;
    private int epochVersion;
    private long lastWriter;

    SimZooKeeper(Timeline timeline) {
        this.timeline = timeline;
        this.requests = new SimRequests(timeline);
    }

    SimRequests requests() {
        return requests;
    }

    boolean isUp() {
        return up;
    }

    void stop() {
        up = false;
    }

    /** A new leader gives every session a whole timeout again. */
    void start() {
        up = true;
        heardAt.replaceAll((session, time) -> timeline.now());
        List.copyOf(heardAt.keySet()).forEach(this::watchExpiry);
    }

    long open(Duration timeout) {
        long session = 0x1000 + ++lastSession;
        heardAt.put(session, timeline.now());
        timeouts.put(session, timeout);
        watchExpiry(session);
        return session;
    }

    boolean isAlive(long session) {
        return heardAt.containsKey(session);
    }

    void hear(long session) {
        heardAt.computeIfPresent(session, (id, time) -> Math.max(time, timeline.now() - HALF_TICK.toNanos()));
    }

    void end(long session) {
        heardAt.remove(session);
        if (lockOwner == session) {
            freeLock();
        }
    }

    /** An operator deletes the lock of a living session. */
    void deleteLock() {
        if (lockOwner != 0) {
            lockDeletedAt = timeline.now();
            freeLock();
        }
    }

    /** Until the holder must have heard that someone deleted its lock, the gate promises nothing. */
    boolean isLockJustDeleted() {
        return timeline.now() - lockDeletedAt < LEASE.toNanos();
    }

    private void freeLock() {
        lockOwner = 0;
        List<Runnable> watchers = List.copyOf(lockWatchers);
        lockWatchers.clear();
        watchers.forEach(Runnable::run);
    }

    boolean takeLock(long session) {
        if (lockOwner == 0) {
            lockOwner = session;
            requests.lockTaken(session);
        }
        return lockOwner == session;
    }

    long lockOwner() {
        return lockOwner;
    }

    /** Tells at once if it is gone already. */
    void whenLockIsGone(Runnable watcher) {
        if (lockOwner == 0) {
            watcher.run();
        } else {
            lockWatchers.add(watcher);
        }
    }

    long epoch() {
        return epoch;
    }

    int epochVersion() {
        return epochVersion;
    }

    /** The node of the last epoch. */
    Optional<String> leader() {
        return Optional.ofNullable(history.get(epoch));
    }

    /** Whether a node may win a term with the lock of a session, as far as pauses go. */
    boolean lets(String node, long session) {
        return !requests.wasTakenInPause(session)
                || PauseRequest.lets(node, new Epoch(epoch), leader(), requests.switchover());
    }

    /** The one transaction that wins a term: the new epoch, or 0 if the version is another one. */
    long raise(int version, String node, long session) {
        if (version != epochVersion) {
            return 0;
        }
        boolean planned = requests.switchover()
                .filter(asked -> asked.epoch().number() == epoch)
                .filter(asked -> asked.to().isEmpty() || asked.to().get().equals(node))
                .isPresent();
        if (requests.wasTakenInPause(session) && !planned && !leader().equals(Optional.of(node))) {
            fail("%s won epoch %s with a lock taken in a pause, after %s", node, epoch + 1, leader());
        }
        epoch++;
        epochVersion++;
        nodes.remove(StorePaths.ACTIVE);
        versions.remove(StorePaths.ACTIVE);
        nodes.put(StorePaths.history(new Epoch(epoch)), "{}".getBytes(UTF_8));
        versions.put(StorePaths.history(new Epoch(epoch)), 0);
        if (history.put(epoch, node) != null) {
            fail("I11: epoch %s has two records in history", epoch);
        }
        return epoch;
    }

    /** An operator puts the data of an earlier epoch back. */
    void restoreAnOldBackup() {
        history.remove(epoch);
        epoch--;
        epochVersion += 1000;
    }

    Map<Long, String> history() {
        return history;
    }

    WriteOutcome write(Term term, List<WriteOp> ops) {
        if (term.fence() != epochVersion) {
            return new WriteOutcome.Deposed("epoch " + epoch + " is in office");
        }
        for (int i = 0; i < ops.size(); i++) {
            if (!fits(ops.get(i))) {
                return new WriteOutcome.Conflict(i, WriteOutcome.Cause.BAD_VERSION);
            }
        }
        long writer = term.epoch().number();
        if (writer < lastWriter) {
            fail("I1: a write of epoch %s was accepted after one of epoch %s", writer, lastWriter);
        }
        lastWriter = writer;
        return new WriteOutcome.Written(ops.stream().map(this::apply).toList());
    }

    byte[] data(String path) {
        return nodes.getOrDefault(path, new byte[0]);
    }

    int version(String path) {
        return versions.getOrDefault(path, -1);
    }

    private boolean fits(WriteOp op) {
        int there = version(op.path());
        if (op instanceof WriteOp.Update update) {
            return update.version() == there;
        }
        return op instanceof WriteOp.Delete delete ? delete.version() == there : there < 0;
    }

    private int apply(WriteOp op) {
        if (op instanceof WriteOp.Delete) {
            nodes.remove(op.path());
            versions.remove(op.path());
            return -1;
        }
        nodes.put(op.path(), op instanceof WriteOp.Create create ? create.data() : ((WriteOp.Update) op).data());
        return versions.merge(op.path(), 0, (old, zero) -> old + 1);
    }

    private void watchExpiry(long session) {
        Long heard = heardAt.get(session);
        if (heard == null || !up) {
            return;
        }
        long due = heard + timeouts.getOrDefault(session, Duration.ZERO).toNanos();
        if (due > timeline.now()) {
            timeline.at(due, () -> watchExpiry(session));
        } else {
            end(session);
        }
    }
}
