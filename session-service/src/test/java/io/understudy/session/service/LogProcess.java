package io.understudy.session.service;

import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.testing.VirtualLoop;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.Random;
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
    boolean open = true;

    LogProcess(VirtualTime time, InMemoryStore shared, String name) {
        this.time = time;
        loop = new VirtualLoop(time);
        door = new InMemoryFencedStore(
                shared,
                shared.win(name),
                Duration.ofSeconds(6),
                task -> time.after(Duration.ZERO, task),
                time::nanoTime);
        store = new ZnodeSessions(door, loop);
        Office office = new Office(loop, door.term(), () -> open);
        registry = new Registry(store, new Random(1), id -> {}, unread -> {
            throw new AssertionError(unread.why());
        });
        writes = new Writes(office, store, registry, new Problems());
        outputs = new SubmissionLogs(office, store, registry, (id, log) -> {});
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

    /** Changes a session. */
    void change(SessionId id, UnaryOperator<Session> rule) {
        writes.change(id, rule::apply, outcome -> {});
        settle();
    }
}
