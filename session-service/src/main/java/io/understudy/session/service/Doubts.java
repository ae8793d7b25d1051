package io.understudy.session.service;

import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SubmissionRules.Next;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions that were tried without an application id, and of which nobody has seen an application: what is known of their
 * last attempt, and what follows of it. Belongs to the loop.
 */
final class Doubts {

    private final Office office;
    private final SessionStore store;
    private final Registry registry;
    private final Writes writes;
    private final ServiceSettings settings;
    private final Map<SessionId, Doubt> open = new HashMap<>();
    private int asking;

    Doubts(Office office, SessionStore store, Registry registry, Writes writes, ServiceSettings settings) {
        this.office = office;
        this.store = store;
        this.registry = registry;
        this.writes = writes;
        this.settings = settings;
    }

    private static final class Doubt {

        Optional<AttemptEnd> end = Optional.empty();
        Optional<Long> unseenSince = Optional.empty();
        boolean asking;
        boolean answered;
        boolean seenHere;

        void ended(AttemptEnd how) {
            end = Optional.of(how);
            unseenSince = Optional.empty();
        }
    }

    /** The process of the last attempt of this session, one of this term, is gone. */
    void ended(SessionId id, AttemptEnd end) {
        Doubt doubt = open.computeIfAbsent(id, fresh -> new Doubt());
        doubt.ended(end);
        doubt.seenHere = true;
    }

    /** Leaves word of what was seen here, and of what nobody will see any more. */
    void bequeath(EndReports reports) {
        open.forEach((id, doubt) -> {
            Optional<Attempt> attempt = registry.session(id).flatMap(Session::attempt);
            if (doubt.seenHere && attempt.isPresent()) {
                reports.report(id, attempt.get(), doubt.end.orElseThrow());
            }
        });
    }

    /**
     * Looks at all sessions in doubt, after YARN has given its list.
     *
     * @param listed sessions that the list showed
     * @param submissions what is in its hands is in no doubt; what is to be tried once more comes into them
     */
    void round(Set<SessionId> listed, Submissions submissions) {
        Set<SessionId> doubtful = new HashSet<>();
        for (SessionId id : registry.unfinished()) {
            boolean busy = listed.contains(id) || submissions.isInHand(id) || writes.isBusy(id);
            registry.session(id).filter(session -> !busy && isDoubtful(session)).ifPresent(session -> {
                doubtful.add(id);
                look(session, submissions);
            });
        }
        // While a record is being written nobody can tell yet whether its session is in doubt.
        open.keySet().removeIf(id -> listed.contains(id) || (!doubtful.contains(id) && !writes.isBusy(id)));
    }

    private static boolean isDoubtful(Session session) {
        return session.state() == SessionState.SUBMITTING
                && session.application().isEmpty();
    }

    private void look(Session session, Submissions submissions) {
        Doubt doubt = open.computeIfAbsent(session.id(), fresh -> new Doubt());
        if (doubt.end.isEmpty()) {
            ask(session, doubt);
        }
        if (doubt.end.isEmpty() && !doubt.answered) {
            return;
        }
        long since = doubt.unseenSince.orElseGet(office::nanoTime);
        doubt.unseenSince = Optional.of(since);
        Next next = settings.submission()
                .afterUnseen(
                        doubt.end,
                        session.attempt().orElseThrow().number(),
                        Duration.ofNanos(office.nanoTime() - since),
                        age(session.id()));
        if (next == Next.REPEAT) {
            submissions.submitAgain(session.id());
        } else if (next == Next.REJECT) {
            String why = doubt.end.orElseThrow().why();
            writes.change(session.id(), current -> current.rejected(why, office.stamp()), outcome -> {});
        } else if (next == Next.GIVE_UP) {
            writes.change(session.id(), current -> current.givenUp(office.stamp()), outcome -> {});
        }
    }

    /** Whoever tried may have left word, or somebody else that it is dead. */
    private void ask(Session session, Doubt doubt) {
        if (!doubt.asking && asking < settings.lookupsPerPoll()) {
            doubt.asking = true;
            asking++;
            store.end(session.id(), session.attempt().orElseThrow(), office.onLoop(word -> heard(doubt, word)));
        }
    }

    private void heard(Doubt doubt, SessionStore.Word word) {
        asking--;
        doubt.asking = false;
        doubt.answered |= !(word instanceof SessionStore.Failed);
        if (word instanceof SessionStore.Told told) {
            doubt.ended(told.end());
        }
    }

    private Duration age(SessionId id) {
        return Duration.between(registry.kept(id).orElseThrow().modified(), office.now());
    }
}
