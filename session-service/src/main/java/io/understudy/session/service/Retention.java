package io.understudy.session.service;

import io.understudy.session.RetentionRules;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes sessions that have ended long enough ago, and tombstones that were kept long enough: a session becomes a
 * tombstone, which keeps its key, and a tombstone leaves the store. Slowly, in small batches with pauses, so that nothing
 * else waits; and only while this node's clock agrees with ZooKeeper's. Belongs to the loop.
 */
final class Retention {

    private static final int LOOKED_AT = 5_000;
    private static final int BATCH = 100;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final String MATTER = "retention";

    private final Office office;
    private final SessionStore store;
    private final Registry registry;
    private final Writes writes;
    private final Poller poller;
    private final ImportedKills importedKills;
    private final SubmissionLogs outputs;
    private final Problems problems;
    private final RetentionRules rules;
    private final Cursor sessions;
    private final Cursor tombstones;
    private boolean underWay;

    Retention(
            Office office,
            SessionStore store,
            Registry registry,
            Writes writes,
            Poller poller,
            ImportedKills importedKills,
            SubmissionLogs outputs,
            Problems problems,
            RetentionRules rules) {
        this.office = office;
        this.store = store;
        this.registry = registry;
        this.writes = writes;
        this.poller = poller;
        this.importedKills = importedKills;
        this.outputs = outputs;
        this.problems = problems;
        this.rules = rules;
        this.sessions = new Cursor(registry::sessionsFrom);
        this.tombstones = new Cursor(registry::tombstonesFrom);
    }

    /** Where a walk over all ids stands that goes on a little at a time. */
    private static final class Cursor {

        private final Slices slices;
        private int next;

        Cursor(Slices slices) {
            this.slices = slices;
        }

        List<SessionId> advance() {
            List<SessionId> slice = slices.from(next, LOOKED_AT);
            boolean end = slice.size() < LOOKED_AT;
            next = end ? 0 : slice.get(slice.size() - 1).number() + 1;
            return slice;
        }
    }

    private interface Slices {

        List<SessionId> from(int first, int count);
    }

    /** Looks at some sessions and removes those that are due, unless the last batch is still under way. */
    void round() {
        if (underWay || !office.mayAct()) {
            return;
        }
        List<SessionId> ended = endedSessions();
        List<SessionId> forgettable = forgettableTombstones();
        if (!ended.isEmpty() || !forgettable.isEmpty()) {
            underWay = true;
            store.time(office.onLoop(timing -> told(timing, ended, forgettable)));
        }
    }

    private List<SessionId> endedSessions() {
        int excess = registry.ended() - rules.most();
        if (excess > 0) {
            return registry.sessionsFrom(0, LOOKED_AT).stream()
                    .filter(id -> registry.restsSince(id).isPresent())
                    .limit(Math.min(excess, BATCH))
                    .toList();
        }
        return sessions.advance().stream().filter(this::isDue).limit(BATCH).toList();
    }

    private boolean isDue(SessionId id) {
        Instant now = office.now();
        Optional<Instant> since = registry.restsSince(id).filter(written -> rules.isDue(written, now));
        return since.isPresent()
                && registry.session(id)
                        .filter(session -> rules.isDue(session, since.get(), now))
                        .isPresent();
    }

    private List<SessionId> forgettableTombstones() {
        return tombstones.advance().stream()
                .filter(id -> poller.isGone(id)
                        && importedKills.isSettled(id)
                        && registry.restsSince(id)
                                .filter(deleted -> RetentionRules.mayForget(deleted, office.now()))
                                .isPresent())
                .limit(BATCH)
                .toList();
    }

    private void told(SessionStore.Timing timing, List<SessionId> ended, List<SessionId> forgettable) {
        if (timing instanceof SessionStore.Time zooKeeper
                && RetentionRules.agree(zooKeeper.time(), office.wallClock())) {
            problems.clear(MATTER);
            remove(ended, forgettable);
            return;
        }
        if (timing instanceof SessionStore.Time zooKeeper) {
            problems.raise(
                    MATTER,
                    "Ended batches are not removed: this node's clock and ZooKeeper's are more than "
                            + RetentionRules.CLOCK_TOLERANCE.toSeconds() + " s apart (here "
                            + office.wallClock() + ", there " + zooKeeper.time() + "). Set them right.");
        }
        underWay = false;
    }

    private void remove(List<SessionId> ended, List<SessionId> forgettable) {
        List<SessionId> missing = new ArrayList<>(ended);
        missing.addAll(forgettable);
        for (SessionId id : ended) {
            writes.change(id, this::removed, outcome -> removeOutput(id, missing));
        }
        for (SessionId id : forgettable) {
            outputs.remove(id, gone -> forget(id, gone, missing));
        }
    }

    private void removeOutput(SessionId id, List<SessionId> missing) {
        if (registry.session(id).isPresent()) {
            done(id, missing);
        } else {
            outputs.remove(id, gone -> done(id, missing));
        }
    }

    /** The tombstone goes last: as long as it is there, whatever was left over is found again. */
    private void forget(SessionId id, boolean outputIsGone, List<SessionId> missing) {
        if (outputIsGone) {
            writes.remove(id, outcome -> done(id, missing));
        } else {
            done(id, missing);
        }
    }

    private StoredRecord removed(Session session) {
        return session.isOver() ? session.tombstone(Tombstone.Deletion.byRetention(office.now())) : session;
    }

    /** The next batch begins after a pause. */
    private void done(SessionId id, List<SessionId> missing) {
        missing.remove(id);
        if (missing.isEmpty()) {
            office.after(PAUSE, () -> {
                underWay = false;
                round();
            });
        }
    }
}
