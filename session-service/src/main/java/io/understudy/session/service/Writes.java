package io.understudy.session.service;

import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.service.SessionStore.Kept;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way of every change: store first, memory after its acknowledgement. One write in flight for each session; changes
 * that come meanwhile wait and are made to the record that results. Belongs to the loop.
 *
 * <p>A session whose write ended without anyone knowing the outcome is <em>unsettled</em>: it takes no change until it
 * was read again for certain.
 */
final class Writes {

    private final Office office;
    private final SessionStore store;
    private final Registry registry;
    private final Problems problems;
    private final Map<SessionId, Deque<Change>> waiting = new HashMap<>();
    private final Map<SessionId, Consumer<SessionId>> unsettled = new HashMap<>();
    private final Set<SessionId> settling = new HashSet<>();
    private int inFlight;
    private Runnable whenIdle = () -> {};

    Writes(Office office, SessionStore store, Registry registry, Problems problems) {
        this.office = office;
        this.store = store;
        this.registry = registry;
        this.problems = problems;
    }

    /** What became of a change. */
    sealed interface Outcome {}

    /** The record as it durably stands now, changed or with nothing to change. */
    record Done(StoredRecord stored) implements Outcome {}

    /** The record is gone from the store. */
    record Removed() implements Outcome {}

    /** Nothing was written: too large. */
    record TooLarge(String why) implements Outcome {}

    /** Nothing was written. */
    record NotWritten(String why) implements Outcome {}

    /** Nobody can say yet. */
    record Unknown(String why) implements Outcome {}

    private record Change(Function<Session, StoredRecord> rule, Consumer<Outcome> then) {}

    /**
     * Writes a new session.
     *
     * @param then hears the outcome, once
     * @param settled hears, after an unknown outcome, when it is known: the registry has the session or never will
     */
    void create(Session session, Consumer<Outcome> then, Consumer<SessionId> settled) {
        if (!office.mayAct()) {
            then.accept(new NotWritten("this node does not serve now"));
            return;
        }
        SessionId id = session.id();
        waiting.put(id, new ArrayDeque<>());
        inFlight++;
        store.create(session, office.onLoop(saving -> {
            if (saving instanceof SessionStore.Unknown) {
                unsettled.put(id, settled);
            }
            landed(id, saving, saved -> kept(session, saved), then);
        }));
    }

    /** Changes a session by a rule; one that was deleted meanwhile stays deleted. */
    void change(SessionId id, Function<Session, StoredRecord> rule, Consumer<Outcome> then) {
        if (unsettled.containsKey(id)) {
            then.accept(new NotWritten("the outcome of an earlier write is not known yet"));
            return;
        }
        Deque<Change> queue = waiting.get(id);
        if (queue == null) {
            waiting.put(id, new ArrayDeque<>());
            make(id, new Change(rule, then));
        } else {
            queue.add(new Change(rule, then));
        }
    }

    /** Removes a tombstone, unless something else is being done to it. */
    void remove(SessionId id, Consumer<Outcome> then) {
        OptionalInt version = registry.version(id);
        if (isBusy(id) || version.isEmpty() || !office.mayAct()) {
            then.accept(new NotWritten("session " + id + " cannot be removed now"));
            return;
        }
        waiting.put(id, new ArrayDeque<>());
        inFlight++;
        store.remove(
                id,
                version.getAsInt(),
                office.onLoop(saving -> landed(
                        id,
                        saving,
                        saved -> {
                            registry.forget(id);
                            return new Removed();
                        },
                        then)));
    }

    /** Whether a change is being made, or a write has an unknown outcome. */
    boolean isBusy(SessionId id) {
        return waiting.containsKey(id) || unsettled.containsKey(id);
    }

    /** Whether another change waits behind the one that is being made. */
    boolean hasWaiting(SessionId id) {
        Deque<Change> queue = waiting.get(id);
        return queue != null && !queue.isEmpty();
    }

    boolean isUnsettled(SessionId id) {
        return unsettled.containsKey(id);
    }

    /** Reads unsettled sessions again. */
    void settle() {
        for (SessionId id : Set.copyOf(unsettled.keySet())) {
            if (settling.add(id)) {
                store.settle(id, office.onLoop(settling -> settled(id, settling)));
            }
        }
    }

    /** Runs {@code task} once no write is in flight; at once if none is. */
    void whenIdle(Runnable task) {
        if (inFlight == 0) {
            task.run();
        } else {
            whenIdle = task;
        }
    }

    private void make(SessionId id, Change change) {
        Optional<Kept> kept = registry.kept(id);
        if (kept.isEmpty()) {
            change.then.accept(new NotWritten("session " + id + " has no record that can be read"));
            makeNext(id);
            return;
        }
        StoredRecord stored = kept.get().stored();
        StoredRecord next = stored instanceof Session session ? change.rule.apply(session) : stored;
        if (next.equals(stored)) {
            change.then.accept(new Done(next));
            makeNext(id);
        } else if (!office.mayAct()) {
            change.then.accept(new NotWritten("this node does not serve now"));
            makeNext(id);
        } else {
            inFlight++;
            store.replace(
                    next,
                    kept.get().version(),
                    office.onLoop(saving -> landed(id, saving, saved -> kept(next, saved), change.then)));
        }
    }

    private void makeNext(SessionId id) {
        Deque<Change> queue = waiting.getOrDefault(id, new ArrayDeque<>());
        Change next = queue.poll();
        if (next == null) {
            waiting.remove(id);
        } else if (unsettled.containsKey(id)) {
            next.then.accept(new NotWritten("an earlier write of session " + id + " failed"));
            makeNext(id);
        } else {
            make(id, next);
        }
    }

    private Outcome kept(StoredRecord next, SessionStore.Saved saved) {
        registry.put(new Kept(next, saved.version(), office.now()));
        return new Done(next);
    }

    private void landed(
            SessionId id,
            SessionStore.Saving saving,
            Function<SessionStore.Saved, Outcome> remember,
            Consumer<Outcome> then) {
        inFlight--;
        if (saving instanceof SessionStore.Saved saved) {
            Outcome outcome = remember.apply(saved);
            problems.clear("write " + id);
            then.accept(outcome);
        } else if (saving instanceof SessionStore.TooBig tooBig) {
            then.accept(new TooLarge(tooBig.why()));
        } else if (saving instanceof SessionStore.Conflict conflict) {
            problems.raise(
                    "write " + id,
                    "Session " + id + " does not stand in the store as expected (" + conflict.why()
                            + "). It is read again.");
            unsettled.putIfAbsent(id, known -> {});
            then.accept(new NotWritten(conflict.why()));
        } else if (saving instanceof SessionStore.Deposed deposed) {
            then.accept(new NotWritten(deposed.why()));
        } else if (saving instanceof SessionStore.Unknown unknown) {
            unsettled.putIfAbsent(id, known -> {});
            then.accept(new Unknown(unknown.why()));
        }
        makeNext(id);
        if (inFlight == 0) {
            whenIdle.run();
        }
    }

    private void settled(SessionId id, SessionStore.Settling result) {
        settling.remove(id);
        if (result instanceof SessionStore.Standing standing) {
            registry.put(standing.kept());
        } else if (result instanceof SessionStore.Absent) {
            forgetRemoved(id);
        } else {
            return;
        }
        problems.clear("write " + id);
        Consumer<SessionId> listener = unsettled.remove(id);
        if (listener != null) {
            listener.accept(id);
        }
    }

    /** Nothing but a tombstone is ever removed by us. Whatever else is not found still exists: it was lost by other hands. */
    private void forgetRemoved(SessionId id) {
        if (registry.stored(id).filter(Tombstone.class::isInstance).isPresent()) {
            registry.forget(id);
        }
    }
}
