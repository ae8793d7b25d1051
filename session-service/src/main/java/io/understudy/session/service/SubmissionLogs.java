package io.understudy.session.service;

import io.understudy.session.SessionId;
import io.understudy.session.SubmissionLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Keeps the output of submissions durably: every five seconds while there is something new, and at the end. Readers see
 * nothing else, so that the next active node shows the same lines. Belongs to the loop.
 */
final class SubmissionLogs {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String CUT_OFF =
            "(no more of the submission's output was kept: the service went on in another process)";

    private final Office office;
    private final SessionStore store;
    private final Registry registry;
    private final Map<SessionId, Desk> desks = new HashMap<>();
    private final BiConsumer<SessionId, SubmissionLog> saved;

    /** @param saved hears of everything that has become durable */
    SubmissionLogs(Office office, SessionStore store, Registry registry, BiConsumer<SessionId, SubmissionLog> saved) {
        this.office = office;
        this.store = store;
        this.registry = registry;
        this.saved = saved;
    }

    /** What is being done for one session. */
    private static final class Desk {

        private final Deque<SubmissionDraft> drafts = new ArrayDeque<>();
        private final List<Runnable> waiting = new ArrayList<>();
        private Optional<SubmissionLog> stored = Optional.empty();
        private OptionalInt version = OptionalInt.empty();
        private boolean inFlight;
        private boolean timed;
    }

    /**
     * An attempt at a submission has written something. An empty text says that it has begun, or still goes on
     * somewhere: until {@link #ended} its part of the log stays open, and what comes behind it is not shown. Words of an
     * attempt that was ended, or followed by another one, are ignored.
     *
     * @param text a piece of the output of any length, as it came
     */
    void written(SessionId id, int attempt, String text) {
        draft(id, attempt).ifPresent(draft -> {
            draft.write(text);
            if (draft.hasNews()) {
                saveLater(id);
            }
        });
    }

    /** An attempt that was about to begin never did: as if nothing had been said of it. */
    void withdrawn(SessionId id, int attempt) {
        Desk desk = desks.get(id);
        if (desk != null
                && !desk.inFlight
                && desk.drafts.getLast().attempt() == attempt
                && !desk.drafts.getLast().hasNews()) {
            desk.drafts.removeLast();
            if (desk.drafts.isEmpty()) {
                leave(id);
            }
        }
    }

    /**
     * Nothing more will come of an attempt at a submission.
     *
     * @param lastWord a line to be added that says why, if its own output does not
     */
    void ended(SessionId id, int attempt, Optional<String> lastWord) {
        draft(id, attempt).ifPresent(draft -> {
            draft.end(lastWord);
            save(id);
        });
    }

    /** Whether something may still be added by this process. */
    boolean isOpen(SessionId id) {
        return desks.containsKey(id);
    }

    /** What is durable; empty if that cannot be read now. */
    void read(SessionId id, Consumer<Optional<SubmissionLog>> reply) {
        Optional<SubmissionLog> known = Optional.ofNullable(desks.get(id)).flatMap(desk -> desk.stored);
        if (known.isPresent()) {
            reply.accept(known);
            return;
        }
        store.readLog(
                id,
                office.onLoop(found -> reply.accept(
                        found instanceof SessionStore.StandingLog standing
                                ? Optional.of(standing.log())
                                : found instanceof SessionStore.Absent
                                        ? Optional.of(SubmissionLog.NONE)
                                        : Optional.empty())));
    }

    /**
     * Closes the part of an attempt of which nobody will report any more: what was saved of it is all.
     *
     * @param then runs when that is durable, or did not succeed
     */
    void close(SessionId id, int attempt, Runnable then) {
        ended(id, attempt, Optional.of(CUT_OFF));
        Desk desk = desks.get(id);
        if (desk == null) {
            then.run();
        } else {
            desk.waiting.add(then);
        }
    }

    /**
     * Removes the log of a session that is none any more.
     *
     * @param gone hears whether there is certainly none left
     */
    void remove(SessionId id, Consumer<Boolean> gone) {
        leave(id);
        store.removeLog(id, office.onLoop(saving -> gone.accept(saving instanceof SessionStore.Saved)));
    }

    private Optional<SubmissionDraft> draft(SessionId id, int attempt) {
        Deque<SubmissionDraft> drafts = desks.computeIfAbsent(id, same -> new Desk()).drafts;
        SubmissionDraft last = drafts.peekLast();
        if (last != null && last.attempt() > attempt) {
            return Optional.empty();
        }
        if (last != null && last.attempt() == attempt) {
            return Optional.of(last);
        }
        if (last != null) {
            last.end(Optional.of(CUT_OFF));
        }
        SubmissionDraft fresh = new SubmissionDraft(attempt);
        drafts.add(fresh);
        return Optional.of(fresh);
    }

    private void saveLater(SessionId id) {
        Desk desk = desks.get(id);
        if (desk != null && !desk.timed) {
            desk.timed = true;
            office.after(PAUSE, () -> {
                desk.timed = false;
                save(id);
            });
        }
    }

    private void save(SessionId id) {
        Desk desk = desks.get(id);
        if (desk == null || desk.inFlight) {
            return;
        }
        if (registry.session(id).isEmpty()) {
            leave(id);
        } else if (!office.mayAct()) {
            release(desk);
            saveLater(id);
        } else if (desk.stored.isEmpty()) {
            desk.inFlight = true;
            store.readLog(id, office.onLoop(found -> found(id, desk, found)));
        } else {
            save(id, desk, desk.stored.get());
        }
    }

    private void found(SessionId id, Desk desk, SessionStore.LogFinding found) {
        desk.inFlight = false;
        if (found instanceof SessionStore.StandingLog standing) {
            desk.stored = Optional.of(standing.log());
            desk.version = OptionalInt.of(standing.version());
            save(id);
        } else if (found instanceof SessionStore.Absent) {
            desk.stored = Optional.of(SubmissionLog.NONE);
            desk.version = OptionalInt.empty();
            save(id);
        } else {
            release(desk);
            saveLater(id);
        }
    }

    private void save(SessionId id, Desk desk, SubmissionLog stored) {
        SubmissionDraft draft = desk.drafts.getFirst();
        SubmissionLog next = draft.after(stored);
        if (!next.equals(stored)) {
            desk.inFlight = true;
            store.saveLog(id, next, desk.version, office.onLoop(saving -> landed(id, desk, next, saving)));
        } else if (stored.isClosed(draft.attempt())) {
            desk.drafts.remove();
            if (desk.drafts.isEmpty()) {
                leave(id);
            } else {
                save(id);
            }
        }
    }

    private void landed(SessionId id, Desk desk, SubmissionLog next, SessionStore.Saving saving) {
        desk.inFlight = false;
        if (saving instanceof SessionStore.Saved done) {
            desk.stored = Optional.of(next);
            desk.version = OptionalInt.of(done.version());
            saved.accept(id, next);
            if (desk.drafts.getFirst().hasEnded()) {
                save(id);
            }
        } else {
            desk.stored = Optional.empty();
            release(desk);
            saveLater(id);
        }
    }

    private void leave(SessionId id) {
        Desk desk = desks.remove(id);
        if (desk != null) {
            release(desk);
        }
    }

    private static void release(Desk desk) {
        List<Runnable> waiting = List.copyOf(desk.waiting);
        desk.waiting.clear();
        waiting.forEach(Runnable::run);
    }
}
