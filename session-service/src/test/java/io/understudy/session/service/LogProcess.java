package io.understudy.session.service;

import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.testing.VirtualLoop;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** As much of a process in office as keeps and reads logs; nothing is in its memory at first. */
final class LogProcess {

    final VirtualTime time;
    final VirtualLoop loop;
    final InMemoryFencedStore door;
    final ZnodeSessions store;
    final Registry registry;
    final Writes writes;
    final SubmissionLogs outputs;
    final Logs logs;
    boolean open = true;

    /** @param most how many characters of logs fit into its memory */
    LogProcess(VirtualTime time, InMemoryStore shared, Cluster cluster, long most) {
        this.time = time;
        loop = new VirtualLoop(time);
        door = new InMemoryFencedStore(
                shared,
                shared.win("n1"),
                Duration.ofSeconds(6),
                task -> time.after(Duration.ZERO, task),
                time::nanoTime);
        store = new ZnodeSessions(door, loop);
        Office office = new Office(loop, door.term(), () -> open);
        registry = new Registry(store, new Random(1), id -> {}, unread -> {
            throw new AssertionError(unread.why());
        });
        writes = new Writes(office, store, registry, new Problems());
        LogCache cache = new LogCache(most);
        outputs = new SubmissionLogs(office, store, registry, cache::learn);
        logs = new Logs(office, cluster, registry, writes, outputs, cache);
        store.load(office.onLoop(piece -> piece.forEach(registry::recover)), office.onLoop(loaded -> office.enter()));
        settle();
    }

    /** Lets everything happen that needs no time. */
    void settle() {
        time.run(Duration.ofMillis(1));
    }

    /** Makes a session. */
    void create(Session session) {
        writes.create(session, outcome -> {}, id -> {});
        settle();
    }

    /** The whole log as a client sees it; empty if it is not answered at once. */
    Optional<List<String>> lines(SessionId id) {
        List<List<String>> read = new ArrayList<>();
        readLines(id, read::add);
        settle();
        return read.stream().findFirst();
    }

    /** Reads the whole log as a client sees it. */
    void readLines(SessionId id, Consumer<List<String>> reader) {
        logs.read(
                id,
                OptionalInt.of(0),
                OptionalInt.of(-1),
                reply -> reader.accept(((Sessions.Lines) reply.result()).page().lines()));
    }

    /** The session as it stands. */
    Session session(SessionId id) {
        return registry.session(id).orElseThrow();
    }

    /** Changes a session. */
    void change(SessionId id, UnaryOperator<Session> rule) {
        writes.change(id, rule::apply, outcome -> {});
        settle();
    }
}
