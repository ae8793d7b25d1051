package io.understudy.session.testing;

import io.understudy.fencing.Gate;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.Cluster;
import io.understudy.session.service.EndReports;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.service.SessionService.Activated;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.store.EndNote;
import io.understudy.session.store.ZnodeSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * A process with a session service in virtual time: it takes office, can be paused, killed, cut off. Its gate is open
 * while it is in office and the lease of its store lasts.
 */
public final class TestNode {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private final VirtualTime time;
    private final VirtualLoop loop;
    private final InMemoryFencedStore store;
    private final BatchSessions sessions;
    private final List<Activated> activated = new ArrayList<>();
    private boolean open = true;

    /** Wins a term of {@code store} and activates a new service in it. */
    public TestNode(
            String name,
            VirtualTime time,
            InMemoryStore store,
            Cluster cluster,
            SparkSubmitter submitter,
            RandomGenerator random,
            Executor wire,
            ServiceSettings settings) {
        this.time = time;
        this.loop = new VirtualLoop(time);
        this.store = new InMemoryFencedStore(store, store.win(name), SESSION_TIMEOUT, wire, time::nanoTime);
        this.sessions = new BatchSessions(
                loop, door -> new ZnodeSessions(door, loop), cluster, submitter, reports(store), random, settings);
        sessions.activate(this.store, gate(), activated::add);
        heartbeat();
    }

    /** On the session of a member, which is not fenced. */
    private static EndReports reports(InMemoryStore store) {
        return (id, attempt, end) -> store.bury(EndNote.name(id, attempt), EndNote.json(end));
    }

    /** The service. */
    public BatchSessions sessions() {
        return sessions;
    }

    /** The door to the store, with its weather. */
    public InMemoryFencedStore store() {
        return store;
    }

    /** The service's thread. */
    public VirtualLoop loop() {
        return loop;
    }

    /** What became of the activation, once it is known. */
    public List<Activated> activated() {
        return activated;
    }

    /** Open while this node holds office and its lease lasts. */
    public Gate gate() {
        return () -> open
                && time.nanoTime() - store.acknowledgedAt()
                        < SESSION_TIMEOUT.dividedBy(2).toNanos();
    }

    /** Shuts or opens the gate. */
    public void setOpen(boolean open) {
        this.open = open;
    }

    private void heartbeat() {
        store.heartbeat(outcome -> {});
        loop.after(SESSION_TIMEOUT.dividedBy(6), this::heartbeat);
    }
}
