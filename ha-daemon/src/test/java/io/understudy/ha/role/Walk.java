package io.understudy.ha.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.StoreAccepted;
import io.understudy.ha.role.Event.StoreRefused;
import io.understudy.ha.role.Event.StoreUnreachable;
import io.understudy.ha.role.Event.TermFailed;
import io.understudy.ha.role.Event.TermRefused;
import io.understudy.ha.role.Event.TermWon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A random walk of one node: answers to what was ordered, in any order, mixed with what may happen at any time and with
 * what an older term left behind.
 */
final class Walk {

    private final Random random;
    private final Set<String> seen = new HashSet<>();
    private Role role = new Starting();
    private Duties duties = new Duties();
    private long session = 0x100;
    private Epoch epoch = Epoch.NONE;

    Walk(long seed) {
        this.random = new Random(seed);
    }

    void step() {
        if (role instanceof Halted) {
            role = new Starting();
            duties = new Duties();
        }
        if (random.nextInt(4) == 0) {
            staleChangesNothing();
        }
        List<Event> answers = answers();
        List<Event> next = answers.isEmpty() || random.nextInt(3) == 0 ? incidents() : answers;
        take(next.get(random.nextInt(next.size())));
    }

    void sawEverything() {
        assertThat(seen)
                .as("roles seen on the walk")
                .contains(
                        "Starting",
                        "Sidelined",
                        "Standby",
                        "Fencing",
                        "Recovering",
                        "Active",
                        "Suspended",
                        "SteppingDown",
                        "Halted");
    }

    private void take(Event event) {
        Role before = role;
        if (event instanceof TermWon won) {
            epoch = won.term().epoch();
        }
        Step step = event.on(before);
        role = step.role();
        seen.add(role.getClass().getSimpleName());
        duties.answered(event);
        step.orders().forEach(duties::ordered);
        try {
            Rules.hold(before, step, duties);
            Rules.heeded(event, role);
        } catch (AssertionError e) {
            throw new AssertionError(before + " and " + event + " gave " + step + ": " + e.getMessage(), e);
        }
    }

    private void staleChangesNothing() {
        Samples.eventsOf(new Epoch(1_000_000 + random.nextInt(9)), 7).values().stream()
                .filter(event -> !(event instanceof StoreAccepted))
                .forEach(event -> assertThat(event.on(role))
                        .as("%s of another term on %s", event, role)
                        .isEqualTo(role.stay()));
    }

    /** What may become of the orders that were not answered yet. */
    private List<Event> answers() {
        List<Event> events = new ArrayList<>();
        if (role instanceof Starting && !duties.checking()) {
            events.add(new Event.Started());
        }
        if (duties.checking()) {
            events.addAll(often(new StoreAccepted()));
            events.add(new StoreRefused("wiped"));
            events.add(new StoreUnreachable("silent"));
        }
        duties.wakeUps().forEach(cause -> events.add(new Event.WokeUp(cause)));
        if (duties.deactivating()) {
            events.add(new Event.ServiceStopped());
        }
        if (duties.leaving()) {
            events.add(new Event.LockReleased());
        }
        duties.clearing().ifPresent(cleared -> events.add(new Event.ActiveCleared(cleared)));
        duties.winning().ifPresent(on -> {
            events.addAll(often(new TermWon(Samples.term(epoch.next(), on))));
            events.add(new TermFailed(on, "late"));
            events.add(new TermRefused(on, "restored"));
            events.add(new Event.TermPaused(on, "paused"));
        });
        duties.activating().ifPresent(of -> {
            events.addAll(often(new Event.ServiceReady(of)));
            events.add(new Event.ServiceFailed(of, "late"));
        });
        duties.announcing().ifPresent(of -> {
            events.addAll(often(new Event.ActiveAnnounced(of)));
            events.add(new Event.AnnouncementFailed(of, "lost"));
        });
        return events;
    }

    private static List<Event> often(Event event) {
        return Collections.nCopies(5, event);
    }

    /** What may happen at any time. */
    private List<Event> incidents() {
        List<Event> events = new ArrayList<>(List.of(
                new Event.Healthy(),
                new Event.Healthy(),
                new Event.Healthy(),
                new Event.Unhealthy(List.of("disk full"), random.nextBoolean()),
                new Event.AnotherServes(epoch.next()),
                new Event.SwitchoverRequested(epoch, List.of(Successor.values()).get(random.nextInt(3))),
                new Event.SwitchoverRequested(new Epoch(epoch.number() / 2), Successor.ANY)));
        if (duties.checking() || !(role instanceof Starting)) {
            events.addAll(List.of(new Event.Paused("paused"), new Event.NotPaused(), new Event.NotPaused()));
        }
        if (duties.inElection()) {
            session += random.nextInt(4) / 3;
            events.addAll(Collections.nCopies(6, new Elected(session)));
            events.addAll(List.of(
                    new Event.ElectionLost("expired"), new Event.ElectionFailed("gave up"), new Event.Disconnected()));
        }
        duties.office()
                .ifPresent(held -> events.addAll(List.of(
                        new Event.HeartbeatAcknowledged(held),
                        new Event.HeartbeatAcknowledged(held),
                        new Event.LeaseOver(held),
                        new Event.TermLapsed(held),
                        new Event.Deposed(held, "another epoch"))));
        if (random.nextInt(50) == 0) {
            events.add(new Event.StopRequested());
            events.add(new Event.Stuck("the service does not stop"));
        }
        return events;
    }
}
