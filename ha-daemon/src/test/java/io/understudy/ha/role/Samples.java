package io.understudy.ha.role;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.Term;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** A role of every kind and an event of every kind, in the term of epoch 7 on session 0x70. */
final class Samples {

    static final Epoch EPOCH = new Epoch(7);
    static final long SESSION = 0x70;
    static final Term TERM = term(EPOCH, SESSION);
    static final Epoch OTHER_EPOCH = new Epoch(6);
    static final long OTHER_SESSION = 0x60;

    private Samples() {}

    static Term term(Epoch epoch, long session) {
        return new Term(
                new StoreIdentity(new UUID(1, 1)),
                epoch,
                (int) epoch.number(),
                "n2",
                "n2-1",
                session,
                Instant.EPOCH,
                new IdBlock(0, 10),
                1);
    }

    static Map<String, Role> roles() {
        Map<String, Role> roles = new LinkedHashMap<>();
        roles.put("Starting", new Starting());
        for (Cause cause : Cause.values()) {
            if (cause != Cause.STOPPING) {
                roles.put("Sidelined: " + cause, new Sidelined(Reasons.of(cause, "why"), Setbacks.NONE));
            }
        }
        roles.put(
                "Sidelined: UNHEALTHY, BACKING_OFF",
                new Sidelined(Reasons.of(Cause.UNHEALTHY, "why").with(Cause.BACKING_OFF, "why"), Setbacks.NONE));
        roles.put(
                "Sidelined: BACKING_OFF, PAUSED",
                new Sidelined(Reasons.of(Cause.BACKING_OFF, "why").with(Cause.PAUSED, "why"), Setbacks.NONE));
        roles.put(
                "Sidelined: UNCHECKED, PAUSED",
                new Sidelined(Reasons.of(Cause.UNCHECKED, "why").with(Cause.PAUSED, "why"), Setbacks.NONE));
        roles.put("Standby", new Standby(Setbacks.NONE));
        roles.put("Fencing", new Fencing(SESSION, Setbacks.NONE));
        roles.put("Recovering", new Recovering(TERM, Setbacks.NONE));
        roles.put("Active", new Active(TERM, List.of()));
        roles.put("Active, degraded", new Active(TERM, List.of("why")));
        roles.put("Suspended", new Suspended(TERM));
        roles.putAll(steppingDown());
        roles.put("Halted", new Halted("why"));
        return roles;
    }

    private static Map<String, Role> steppingDown() {
        Map<String, Role> roles = new LinkedHashMap<>();
        Awaited stop = new Awaited.ServiceStop();
        Awaited release = new Awaited.Release();
        Awaited clearing = new Awaited.Clearing(EPOCH);
        Reasons backOff = Reasons.of(Cause.BACKING_OFF, "why");
        Reasons back = Reasons.of(Cause.STAYING_BACK, "why");
        roles.put("SteppingDown, lock lost", down(List.of(stop), Reasons.NONE, OptionalLong.empty()));
        roles.put("SteppingDown, elected again", down(List.of(stop), Reasons.NONE, OptionalLong.of(0x80)));
        roles.put("SteppingDown, giving up", down(List.of(stop, release), backOff, OptionalLong.empty()));
        roles.put("SteppingDown, lock released", down(List.of(stop), backOff, OptionalLong.empty()));
        roles.put("SteppingDown, service stopped", down(List.of(release), backOff, OptionalLong.empty()));
        roles.put("SteppingDown, handing over", down(List.of(stop, clearing), back, OptionalLong.empty()));
        roles.put("SteppingDown, clearing active", down(List.of(clearing), back, OptionalLong.empty()));
        roles.put(
                "SteppingDown, asked to stop",
                down(List.of(release), Reasons.of(Cause.STOPPING, "why"), OptionalLong.empty()));
        return roles;
    }

    private static SteppingDown down(List<Awaited> awaited, Reasons why, OptionalLong elected) {
        return new SteppingDown(awaited, why, Setbacks.NONE, elected);
    }

    static Map<String, Event> events() {
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("Started", new Event.Started());
        events.put("StopRequested", new Event.StopRequested());
        events.put("StoreAccepted", new Event.StoreAccepted());
        events.put("StoreRefused", new Event.StoreRefused("why"));
        events.put("StoreUnreachable", new Event.StoreUnreachable("why"));
        events.put("Healthy", new Event.Healthy());
        events.put("Unhealthy", new Event.Unhealthy(List.of("why"), false));
        events.put("Unhealthy, a successor is ready", new Event.Unhealthy(List.of("why"), true));
        events.put("Elected", new Event.Elected(SESSION));
        events.put("Elected, on another session", new Event.Elected(0x80));
        events.put("ElectionLost", new Event.ElectionLost("why"));
        events.put("ElectionFailed", new Event.ElectionFailed("why"));
        events.put("LockReleased", new Event.LockReleased());
        events.put("Disconnected", new Event.Disconnected());
        events.putAll(eventsOf(EPOCH, SESSION));
        for (Successor successor : Successor.values()) {
            events.put("SwitchoverRequested: " + successor, new Event.SwitchoverRequested(EPOCH, successor));
        }
        events.put("Paused", new Event.Paused("why"));
        events.put("NotPaused", new Event.NotPaused());
        events.put("AnotherServes", new Event.AnotherServes(EPOCH.next()));
        events.put("ServiceStopped", new Event.ServiceStopped());
        for (Cause cause : Cause.values()) {
            if (cause.endsByItself()) {
                events.put("WokeUp: " + cause, new Event.WokeUp(cause));
            }
        }
        events.put("Stuck", new Event.Stuck("why"));
        return events;
    }

    /** The events that carry a term, or the session of one. */
    static Map<String, Event> eventsOf(Epoch epoch, long session) {
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("TermWon", new Event.TermWon(term(epoch, session)));
        events.put("TermFailed", new Event.TermFailed(session, "why"));
        events.put("TermRefused", new Event.TermRefused(session, "why"));
        events.put("TermPaused", new Event.TermPaused(session, "why"));
        events.put("ServiceReady", new Event.ServiceReady(epoch));
        events.put("ServiceFailed", new Event.ServiceFailed(epoch, "why"));
        events.put("ActiveAnnounced", new Event.ActiveAnnounced(epoch));
        events.put("AnnouncementFailed", new Event.AnnouncementFailed(epoch, "why"));
        events.put("HeartbeatAcknowledged", new Event.HeartbeatAcknowledged(epoch));
        events.put("LeaseOver", new Event.LeaseOver(epoch));
        events.put("TermLapsed", new Event.TermLapsed(epoch));
        events.put("Deposed", new Event.Deposed(epoch, "why"));
        events.put("ActiveCleared", new Event.ActiveCleared(epoch));
        return events;
    }
}
