package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.StoredRecord;
import io.understudy.session.Verdict;
import io.understudy.session.service.Cluster.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Follows all applications by one question to YARN, never two at a time. What YARN says is written where it changes
 * something; trouble with YARN changes nothing. Belongs to the loop.
 */
final class Poller {

    private static final String TROUBLE = "yarn";
    private static final String STRANGER = "application ";

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final Writes writes;
    private final Ids ids;
    private final Submissions submissions;
    private final Lookups lookups;
    private final Doubts doubts;
    private final Kills kills;
    private final Leftovers leftovers;
    private final Problems problems;
    private Map<ApplicationId, Settled> settled = Map.of();
    private Set<SessionId> alive = Set.of();
    private boolean listed;
    private boolean polling;
    private long answeredAt;

    Poller(
            Office office,
            Cluster cluster,
            Registry registry,
            Writes writes,
            Ids ids,
            Submissions submissions,
            Lookups lookups,
            Doubts doubts,
            Kills kills,
            Leftovers leftovers,
            Problems problems) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
        this.writes = writes;
        this.ids = ids;
        this.submissions = submissions;
        this.lookups = lookups;
        this.doubts = doubts;
        this.kills = kills;
        this.leftovers = leftovers;
        this.problems = problems;
        this.answeredAt = office.nanoTime();
    }

    /** A report of which nothing follows, as long as the record has this version. */
    private record Settled(ApplicationReport report, SessionId id, int version) {}

    /** Asks YARN, unless an answer is still to come. */
    void poll() {
        if (!polling && office.mayAct()) {
            polling = true;
            String tag = SessionTag.ofStore(office.term().store().brief());
            cluster.reports(tag, office.onLoop(this::answered));
        }
    }

    /** Whether YARN's last list shows no living application of a session. */
    boolean isGone(SessionId id) {
        return listed && !alive.contains(id);
    }

    /** When YARN last answered, as the loop's clock; when this poller was made, if it never did. */
    long answeredAt() {
        return answeredAt;
    }

    private void answered(Answer<List<ApplicationReport>> answer) {
        polling = false;
        submissions.yarnAnswers(answer instanceof Answer.Of);
        if (answer instanceof Answer.Of<List<ApplicationReport>> reports) {
            problems.clear(TROUBLE);
            answeredAt = office.nanoTime();
            listed(reports.value());
        } else if (answer instanceof Answer.Unreachable<List<ApplicationReport>> unreachable) {
            problems.raise(
                    TROUBLE,
                    "YARN cannot be reached (" + unreachable.why() + "). Batches keep their last known state.");
        }
    }

    private void listed(List<ApplicationReport> reports) {
        Set<SessionId> seen = new HashSet<>();
        Set<String> strangers = new HashSet<>();
        List<ApplicationId> condemned = new ArrayList<>();
        Map<ApplicationId, Settled> settledNow = new HashMap<>();
        Set<SessionId> aliveNow = new HashSet<>();
        for (ApplicationReport report : reports) {
            tag(report).map(SessionTag::id).ifPresent(id -> {
                if (report.state().isFinal()) {
                    leftovers.ended(report, id);
                } else {
                    aliveNow.add(id);
                }
            });
            Verdict verdict = judge(report);
            if (verdict instanceof Verdict.Follow) {
                SessionId id = tag(report).orElseThrow().id();
                seen.add(id);
                observe(id, report);
            } else if (verdict instanceof Verdict.Kill) {
                condemned.add(report.id());
            } else if (verdict instanceof Verdict.Report stranger) {
                strangers.add(STRANGER + report.id());
                problems.raise(STRANGER + report.id(), stranger.why());
            } else {
                tag(report).map(SessionTag::id).ifPresent(id -> settle(id, report, settledNow));
            }
        }
        settled = settledNow;
        alive = aliveNow;
        listed = true;
        problems.retain(STRANGER, strangers);
        leftovers.retain(reports);
        kills.killLater(condemned, "its session was deleted or has another application");
        submitRequested(seen);
        lookups.round(seen);
        doubts.round(seen, submissions);
    }

    /** Most reports change nothing: those do not even ask for a write. */
    private void observe(SessionId id, ApplicationReport report) {
        Optional<Session> session = registry.session(id);
        if (session.isPresent()
                && !session.get().observe(report, office.stamp()).equals(session.get())) {
            writes.change(id, current -> current.observe(report, office.stamp()), outcome -> {});
        }
    }

    /** Most applications in YARN's list ended long ago: their records are not unfolded at every poll. */
    private void settle(SessionId id, ApplicationReport report, Map<ApplicationId, Settled> settledNow) {
        registry.version(id).ifPresent(version -> settledNow.put(report.id(), new Settled(report, id, version)));
    }

    private boolean isSettled(ApplicationReport report) {
        Settled known = settled.get(report.id());
        return known != null
                && known.report.equals(report)
                && registry.version(known.id).equals(OptionalInt.of(known.version));
    }

    /**
     * Sessions of which nothing was tried: only after YARN's list has shown that this is so. Thousands may wait for their
     * turn: their records are not unfolded at every poll.
     */
    private void submitRequested(Set<SessionId> seen) {
        for (SessionId id : registry.unfinished()) {
            if (!seen.contains(id) && !submissions.isInHand(id) && isUntried(id)) {
                submissions.submit(id);
            }
        }
    }

    private boolean isUntried(SessionId id) {
        return registry.session(id)
                .filter(session -> session.state() == SessionState.REQUESTED)
                .isPresent();
    }

    private Verdict judge(ApplicationReport report) {
        if (isSettled(report)) {
            return new Verdict.Nothing();
        }
        Optional<SessionTag> tag = tag(report);
        if (tag.isEmpty()) {
            return stranger(report, "no session's tag beside the store's");
        }
        SessionId id = tag.get().id();
        Optional<StoredRecord> stored = registry.stored(id);
        if (stored.isPresent()) {
            return Verdict.of(report, tag.get(), stored.get());
        }
        if (registry.setAside(id).isPresent() || writes.isBusy(id)) {
            return new Verdict.Nothing();
        }
        return stranger(
                report,
                ids.isBeyond(id)
                        ? "the tag of session " + id + ", which was never given out here"
                        : "the tag of session " + id + ", of which there is no record");
    }

    private static Verdict stranger(ApplicationReport report, String what) {
        return new Verdict.Report("Application " + report.id() + " in YARN carries " + what
                + ". It is left alone: see whether ZooKeeper was restored or another cluster uses this id.");
    }

    private Optional<SessionTag> tag(ApplicationReport report) {
        String store = office.term().store().brief();
        return report.tags().stream()
                .map(SessionTag::parse)
                .flatMap(Optional::stream)
                .filter(tag -> tag.store().equals(store))
                .findFirst();
    }
}
