package io.understudy.acceptance;

import io.understudy.fencing.Term;
import io.understudy.session.Attempt;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.SubmissionLog;
import io.understudy.session.service.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A session store with a fail point before and after every write of a session, and two ways not to load. */
record FailingStore(SessionStore store, FailPoints points) implements SessionStore {

    @Override
    public Term term() {
        return store.term();
    }

    @Override
    public void load(Consumer<List<Recovered>> pieces, Consumer<Loading> reply) {
        if (points.isArmed("recovery fails")) {
            reply.accept(new Failed("it was made to fail"));
        } else if (!points.isArmed("recovery hangs")) {
            store.load(pieces, reply);
        }
    }

    @Override
    public Shelved shelve(Kept kept) {
        return store.shelve(kept);
    }

    @Override
    public Label label(Shelved shelved) {
        return store.label(shelved);
    }

    @Override
    public Recovered unshelve(Shelved shelved) {
        return store.unshelve(shelved);
    }

    @Override
    public void create(Session session, Consumer<Saving> reply) {
        points.pass("before create");
        store.create(session, after("create", reply));
    }

    @Override
    public void replace(StoredRecord stored, int version, Consumer<Saving> reply) {
        String write =
                stored instanceof Session session ? session.state().name().toLowerCase(Locale.ROOT) : "tombstone";
        points.pass("before " + write);
        store.replace(stored, version, after(write, reply));
    }

    private Consumer<Saving> after(String write, Consumer<Saving> reply) {
        return saving -> {
            points.pass("after " + write);
            reply.accept(saving);
        };
    }

    @Override
    public void remove(SessionId id, int version, Consumer<Saving> reply) {
        store.remove(id, version, reply);
    }

    @Override
    public void time(Consumer<Timing> reply) {
        store.time(reply);
    }

    @Override
    public void settle(SessionId id, Consumer<Settling> reply) {
        store.settle(id, reply);
    }

    @Override
    public void saveLog(SessionId id, SubmissionLog log, OptionalInt version, Consumer<Saving> reply) {
        store.saveLog(id, log, version, reply);
    }

    @Override
    public void readLog(SessionId id, Consumer<LogFinding> reply) {
        store.readLog(id, reply);
    }

    @Override
    public void removeLog(SessionId id, Consumer<Saving> reply) {
        store.removeLog(id, reply);
    }

    @Override
    public void reserve(Consumer<Reserving> reply) {
        store.reserve(reply);
    }

    @Override
    public void end(SessionId id, Attempt attempt, Consumer<Word> reply) {
        store.end(id, attempt, reply);
    }

    @Override
    public void sweepGraves(Instant before, Consumer<Integer> reply) {
        store.sweepGraves(before, reply);
    }

    @Override
    public void heartbeat(Consumer<Boolean> reply) {
        store.heartbeat(reply);
    }
}
