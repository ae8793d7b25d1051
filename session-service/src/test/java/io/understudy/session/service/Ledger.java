package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.Ending;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.testing.FakeApplication;
import io.understudy.session.testing.FakeCluster;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients were promised, and the truth of YARN: every answer is held against both. */
final class Ledger {

    private static final Set<SessionState> BEFORE_RUNNING =
            EnumSet.of(SessionState.REQUESTED, SessionState.SUBMITTING, SessionState.STARTING);

    private final FakeCluster cluster;
    private final Map<String, SessionId> ids = new HashMap<>();
    private final Map<SessionId, String> keys = new HashMap<>();
    private final Map<SessionId, Session> lastSeen = new HashMap<>();
    private final Set<SessionId> deletionAsked = new HashSet<>();
    private final Set<SessionId> deletionPromised = new HashSet<>();
    private final Set<ApplicationId> everRan = new HashSet<>();
    private int highest = -1;

    Ledger(FakeCluster cluster) {
        this.cluster = cluster;
    }

    int highest() {
        return highest;
    }

    List<SessionId> known() {
        return List.copyOf(keys.keySet());
    }

    Optional<SessionId> idOf(String key) {
        return Optional.ofNullable(ids.get(key));
    }

    boolean mayBeDeleted(SessionId id) {
        return deletionAsked.contains(id);
    }

    boolean isDeleted(SessionId id) {
        return deletionPromised.contains(id);
    }

    /**
     * A client heard that its request made a session.
     *
     * @param highestBefore the highest id that was promised before the request was sent
     */
    void created(String key, Session session, int highestBefore) {
        check(session.id().number() > highestBefore, "id %s after %s", session.id(), highestBefore);
        promised(key, session);
    }

    /** A client heard which session its request has made. */
    void promised(String key, Session session) {
        SessionId id = session.id();
        SessionId before = ids.putIfAbsent(key, id);
        check(before == null || before.equals(id), "key %s made %s and %s", key, before, id);
        String holder = keys.putIfAbsent(id, key);
        check(holder == null || holder.equals(key), "session %s of keys %s and %s", id, holder, key);
        highest = Math.max(highest, id.number());
        seen(session);
    }

    /** A client heard that its request made a session that was deleted since. */
    void gone(String key, SessionId id) {
        SessionId before = ids.putIfAbsent(key, id);
        check(before == null || before.equals(id), "key %s made %s and %s", key, before, id);
        check(deletionAsked.contains(id), "session %s is gone, but nobody asked", id);
    }

    void deletionAsked(SessionId id) {
        deletionAsked.add(id);
    }

    void deletionPromised(SessionId id) {
        check(deletionAsked.contains(id), "session %s was deleted, but nobody asked", id);
        deletionPromised.add(id);
    }

    /** A client saw a session: is it what YARN knows, and not older than what was seen before? */
    void seen(Session session) {
        SessionId id = session.id();
        Session before = lastSeen.put(id, session);
        if (before != null) {
            boolean revoked = before.isOver() && before.ending().orElseThrow().isRevocable();
            check(!before.isOver() || revoked || before.equals(session), "%s after %s", session, before);
            boolean back = before.state() == SessionState.RUNNING && BEFORE_RUNNING.contains(session.state());
            check(!back, "%s after %s", session, before);
        }
        session.applicationId().ifPresent(app -> compare(session, app));
    }

    void notFound(SessionId id) {
        check(deletionAsked.contains(id), "session %s of key %s was lost", id, keys.get(id));
    }

    /** An application was seen running in YARN. */
    void ran(ApplicationId id) {
        everRan.add(id);
    }

    /** What can be said of YARN at any moment. */
    void watch() {
        Map<SessionTag, ApplicationId> made = new HashMap<>();
        for (FakeApplication app : cluster.applications()) {
            ApplicationId id = app.submission().application();
            SessionTag tag = tag(app);
            ApplicationId other = made.put(tag, id);
            check(other == null, "%s has the applications %s and %s", tag, other, id);
            check(
                    !app.killedByOrder() || deletionAsked.contains(tag.id()),
                    "%s was killed, but nobody asked to delete its session",
                    id);
        }
        cluster.everMade().forEach((id, times) -> check(times == 1, "%s ran %s times", id, times));
    }

    /** How it must be once everything is quiet. */
    void finalCheck(Map<SessionId, Session> sessions) {
        for (SessionId id : keys.keySet()) {
            check(
                    sessions.containsKey(id) || deletionAsked.contains(id),
                    "session %s of key %s was lost",
                    id,
                    keys.get(id));
            check(
                    !sessions.containsKey(id) || !deletionPromised.contains(id),
                    "session %s was deleted and is there",
                    id);
        }
        sessions.values().forEach(session -> check(session.isOver(), "%s does not come to an end", session));
        for (FakeApplication app : cluster.applications()) {
            SessionTag tag = tag(app);
            check(
                    app.state().isFinal() || sessions.containsKey(tag.id()),
                    "%s of the deleted session %s is alive",
                    app,
                    tag.id());
            Session session = sessions.get(tag.id());
            check(
                    session == null || session.ending().equals(Optional.of(Ending.REPORTED)),
                    "%s, but YARN has %s",
                    session,
                    app);
        }
    }

    private void compare(Session session, ApplicationId id) {
        Optional<FakeApplication> app = cluster.applications().stream()
                .filter(one -> one.submission().application().equals(id))
                .findFirst();
        SessionState state = session.state();
        boolean reported = session.ending().equals(Optional.of(Ending.REPORTED));
        boolean truth = switch (state) {
            case REQUESTED -> false;
            case SUBMITTING -> true;
            case STARTING -> app.isPresent();
            case RUNNING -> everRan.contains(id);
            case SUCCESS -> app.orElseThrow().status() == FinalStatus.SUCCEEDED;
            case DEAD -> !reported || app.orElseThrow().status() == FinalStatus.FAILED;
            case KILLED -> app.orElseThrow().state() == YarnState.KILLED;
        };
        check(truth, "%s, but YARN has %s", session, app);
    }

    private static SessionTag tag(FakeApplication app) {
        return app.submission().tags().stream()
                .map(SessionTag::parse)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Object brief(@Nullable Object value) {
        return value instanceof Session session
                ? "session %s (%s, %s, %s)"
                        .formatted(session.id(), session.state(), session.ending(), session.applicationId())
                : value;
    }

    private static void check(boolean holds, String sentence, @Nullable Object... values) {
        if (!holds) {
            throw new AssertionError(
                    sentence.formatted(Arrays.stream(values).map(Ledger::brief).toArray()));
        }
    }
}
