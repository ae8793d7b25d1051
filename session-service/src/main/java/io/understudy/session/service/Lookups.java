package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SubmissionRules.Next;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Lookup;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks YARN for the applications that its list does not show, a bounded number at a time and all of them in turn. Belongs
 * to the loop.
 */
final class Lookups {

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final Writes writes;
    private final Submissions submissions;
    private final ServiceSettings settings;
    private final Set<SessionId> inFlight = new HashSet<>();
    private SessionId last = new SessionId(0);

    Lookups(
            Office office,
            Cluster cluster,
            Registry registry,
            Writes writes,
            Submissions submissions,
            ServiceSettings settings) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
        this.writes = writes;
        this.submissions = submissions;
        this.settings = settings;
    }

    /**
     * Looks up sessions that have an application which the list did not show, beginning after those of the last round.
     *
     * @param listed sessions that the list showed
     */
    void round(Set<SessionId> listed) {
        SessionId from = last;
        registry.unfinished().tailSet(from, false).stream().forEach(id -> lookUp(id, listed));
        registry.unfinished().headSet(from, true).stream().forEach(id -> lookUp(id, listed));
    }

    private void lookUp(SessionId id, Set<SessionId> listed) {
        boolean full = inFlight.size() >= settings.lookupsPerPoll();
        if (full || listed.contains(id) || inFlight.contains(id) || submissions.isInHand(id) || writes.isBusy(id)) {
            return;
        }
        Optional<ApplicationId> application = registry.session(id).flatMap(Session::applicationId);
        if (application.isPresent() && office.mayAct()) {
            last = id;
            inFlight.add(id);
            cluster.find(application.get(), office.onLoop(answer -> found(id, application.get(), answer)));
        }
    }

    private void found(SessionId id, ApplicationId application, Answer<Lookup> answer) {
        inFlight.remove(id);
        if (answer instanceof Answer.Of<Lookup> of && of.value() instanceof Lookup.Known known) {
            writes.change(id, session -> session.observe(known.report(), office.stamp()), outcome -> {});
        } else if (answer instanceof Answer.Of<Lookup> of && of.value() instanceof Lookup.NotFound notFound) {
            notFound(id, application, notFound);
        }
    }

    private void notFound(SessionId id, ApplicationId application, Lookup.NotFound answer) {
        Optional<Session> session = registry.session(id);
        if (session.isEmpty() || isOccupied(id)) {
            return;
        }
        if (session.get().state() != SessionState.SUBMITTING) {
            writes.change(id, current -> current.missing(settings.lostAfter(), office.stamp()), outcome -> {});
            return;
        }
        Next next = settings.submission().afterNotFound(application, answer.clusterTimestamp(), age(id));
        if (next == Next.REPEAT) {
            submissions.repeat(session.get());
        } else if (next == Next.GIVE_UP) {
            writes.change(id, current -> current.givenUp(office.stamp()), outcome -> {});
        }
    }

    /** A submission under way, or a change, makes YARN's answer old before it is used. */
    private boolean isOccupied(SessionId id) {
        return submissions.isUnderWay(id) || writes.isBusy(id);
    }

    private Duration age(SessionId id) {
        return Duration.between(registry.kept(id).orElseThrow().modified(), office.now());
    }
}
