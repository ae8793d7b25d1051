package io.understudy.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch session, whole: what was ordered and what became of it. Each transition gives the next value, or this one if
 * nothing changed; a session that has ended stays as it is, but for {@link Ending#isRevocable}.
 *
 * @param id its id
 * @param order what was ordered
 * @param tag what its application carries
 * @param attempt the last try at making the application; empty if nothing was ever tried
 * @param application the application; empty until an id was taken for it
 * @param state how far it has come
 * @param ending on whose word it ended; present exactly in a final state
 * @param history the states that it came to, the first and the last fifteen
 * @param times when
 * @param diagnostics why it ended so
 */
public record Session(
        SessionId id,
        Order order,
        SessionTag tag,
        Optional<Attempt> attempt,
        Optional<Application> application,
        SessionState state,
        Optional<Ending> ending,
        List<StateChange> history,
        Times times,
        Diagnostics diagnostics)
        implements StoredRecord {

    /** Lines of history that a session keeps. */
    public static final int MAX_HISTORY = 16;

    public Session {
        history = List.copyOf(history);
        if (state.isFinal() != ending.isPresent()) {
            throw new IllegalArgumentException("a session in state " + state + " with ending " + ending);
        }
        if (history.size() > MAX_HISTORY) {
            throw new IllegalArgumentException("a history of " + history.size() + " lines");
        }
    }

    /** A session of which nothing was tried yet. */
    public static Session requested(SessionId id, Order order, SessionTag tag, Stamp stamp) {
        return new Session(
                id,
                order,
                tag,
                Optional.empty(),
                Optional.empty(),
                SessionState.REQUESTED,
                Optional.empty(),
                List.of(new StateChange(SessionState.REQUESTED, stamp)),
                Times.createdAt(stamp.time()),
                Diagnostics.NONE);
    }

    @Override
    public IdempotencyKey key() {
        return order.key();
    }

    @Override
    public String digest() {
        return order.digest();
    }

    @Override
    public Optional<ApplicationId> applicationId() {
        return application.map(Application::id);
    }

    /** The name under which it can be found; free again once it was deleted. */
    public Optional<String> name() {
        return order.name();
    }

    /** What lists are filtered by. */
    public Traits traits() {
        return new Traits(state, order.request().kind(), order.owner(), name());
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return state.isFinal();
    }

    /**
     * A submission is about to be tried.
     *
     * @param fresh the application id that it will have; empty if nobody knows before, and it is found by its tag
     * @param incarnation the process that tries
     */
    public Session submitting(Optional<ApplicationId> fresh, String incarnation, Stamp stamp) {
        return state == SessionState.REQUESTED ? tried(fresh, incarnation, stamp) : this;
    }

    /**
     * Another submission is about to be tried. The last one provably came to nothing: its process is gone, and YARN knows
     * of no application that it made.
     *
     * @param incarnation the process that tries
     */
    public Session submittingAgain(String incarnation, Stamp stamp) {
        boolean open = state == SessionState.SUBMITTING && application.isEmpty();
        return open ? tried(Optional.empty(), incarnation, stamp) : this;
    }

    private Session tried(Optional<ApplicationId> fresh, String incarnation, Stamp stamp) {
        int number = attempt.map(Attempt::number).orElse(0) + 1;
        return new Session(
                id,
                order,
                tag,
                Optional.of(new Attempt(number, stamp.node(), incarnation)),
                fresh.map(Application::of),
                SessionState.SUBMITTING,
                ending,
                lengthened(SessionState.SUBMITTING, stamp),
                times,
                diagnostics);
    }

    /** YARN has taken the submission under the id that it was given before. */
    public Session accepted(Stamp stamp) {
        if (state != SessionState.SUBMITTING || application.isEmpty()) {
            return this;
        }
        return moved(SessionState.STARTING, Optional.empty(), times, diagnostics, stamp);
    }

    /** The only submission of the attempt provably never left this host: as if it had not been tried. */
    public Session notSent(Stamp stamp) {
        if (state != SessionState.SUBMITTING) {
            return this;
        }
        return new Session(
                id,
                order,
                tag,
                attempt,
                Optional.empty(),
                SessionState.REQUESTED,
                ending,
                lengthened(SessionState.REQUESTED, stamp),
                times,
                diagnostics);
    }

    /** The submission was refused for good. */
    public Session rejected(String why, Stamp stamp) {
        return state == SessionState.SUBMITTING ? ended(Ending.REJECTED, why, stamp) : this;
    }

    /** Nobody could say in time whether the submission had reached YARN. */
    public Session givenUp(Stamp stamp) {
        return state == SessionState.SUBMITTING
                ? ended(Ending.OUTCOME_UNKNOWN, "submission outcome unknown, not repeated", stamp)
                : this;
    }

    /**
     * Whether the batch was ever submitted cannot be known here, so that nobody tries: the session comes from a copy of
     * a store, or from another service, which went on without it.
     */
    public Session leftUntried(String why, Stamp stamp) {
        boolean open = state == SessionState.REQUESTED || state == SessionState.SUBMITTING;
        return open ? ended(Ending.OUTCOME_UNKNOWN, why, stamp) : this;
    }

    /**
     * YARN says that it does not know the application. Says nothing of the batch, until it has gone on for so long that
     * nobody waits any more.
     */
    public Session missing(Duration lostAfter, Stamp stamp) {
        if (state != SessionState.STARTING && state != SessionState.RUNNING) {
            return this;
        }
        Instant since = times.missingSince().orElse(stamp.time());
        if (!stamp.time().isBefore(since.plus(lostAfter))) {
            return ended(Ending.LOST, "YARN has not known the application since " + since, stamp);
        }
        return times.missingSince().isPresent()
                ? this
                : new Session(
                        id,
                        order,
                        tag,
                        attempt,
                        application,
                        state,
                        ending,
                        history,
                        times.missing(since),
                        diagnostics);
    }

    /** YARN's report of this session's application. One of another application changes nothing. */
    public Session observe(ApplicationReport report, Stamp stamp) {
        boolean stays = isOver() && !ending.orElseThrow().isRevocable();
        if (stays || !applicationId().orElse(report.id()).equals(report.id())) {
            return this;
        }
        SessionState next = next(report);
        Application seen = turnedUp(report.id()).seen(report);
        Session following =
                new Session(id, order, tag, attempt, Optional.of(seen), state, ending, history, times, diagnostics);
        Diagnostics last = next.isFinal() ? Diagnostics.of(report.diagnostics().orElse("")) : Diagnostics.NONE;
        return following.moved(
                next,
                next.isFinal() ? Optional.of(Ending.REPORTED) : Optional.empty(),
                times.seen(report, next.isFinal(), stamp.time()),
                last,
                stamp);
    }

    /** A session that was given up before YARN had ever shown its application keeps what it had said of that. */
    private Application turnedUp(ApplicationId found) {
        Application known = application.orElse(Application.of(found));
        boolean doubted = ending.filter(how -> how != Ending.LOST).isPresent();
        return doubted ? known.doubted(diagnostics) : known;
    }

    /** YARN names containers of which nothing was known when it reported the end. */
    public Session locatedBy(ApplicationReport report) {
        if (!isOver() || !applicationId().equals(Optional.of(report.id()))) {
            return this;
        }
        Application located = application.orElseThrow().seen(report);
        return new Session(id, order, tag, attempt, Optional.of(located), state, ending, history, times, diagnostics);
    }

    /** What stays once it was deleted. */
    public Tombstone tombstone(Tombstone.Deletion deletion) {
        return new Tombstone(id, tag, key(), digest(), applicationId(), deletion);
    }

    /** A batch that ran once does not go back to starting: YARN's own states do, when it restarts. */
    private SessionState next(ApplicationReport report) {
        SessionState reported = SessionState.of(report);
        boolean ran = history.stream().anyMatch(change -> change.state() == SessionState.RUNNING);
        return reported == SessionState.STARTING && ran ? SessionState.RUNNING : reported;
    }

    private Session ended(Ending how, String why, Stamp stamp) {
        return moved(SessionState.DEAD, Optional.of(how), times.ended(stamp.time()), Diagnostics.of(why), stamp);
    }

    private Session moved(SessionState next, Optional<Ending> how, Times when, Diagnostics why, Stamp stamp) {
        List<StateChange> longer = next == state ? history : lengthened(next, stamp);
        return new Session(id, order, tag, attempt, application, next, how, longer, when, why);
    }

    private List<StateChange> lengthened(SessionState next, Stamp stamp) {
        List<StateChange> longer = new ArrayList<>(history);
        longer.add(new StateChange(next, stamp));
        if (longer.size() > MAX_HISTORY) {
            longer.remove(1);
        }
        return longer;
    }
}
