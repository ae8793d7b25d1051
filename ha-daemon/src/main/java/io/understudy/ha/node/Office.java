package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.role.Action;
import io.understudy.ha.role.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The term in office, from its winning to its end, and what the role orders in it. Lives on the loop's thread; slow
 * orders run elsewhere under a deadline, and what becomes of them is handed to {@code report} on the loop again.
 */
final class Office {

    private final NodeSettings settings;
    private final NodePorts ports;
    private final Loop loop;
    private final Consumer<Event> report;
    private final Consumer<Term> won;
    private final CountedStore.Tally writes = new CountedStore.Tally();
    private Optional<Tenure> offered = Optional.empty();
    private volatile Optional<Tenure> tenure = Optional.empty();

    /** @param won told of every term that was won, taken up or not */
    Office(NodeSettings settings, NodePorts ports, Loop loop, Consumer<Event> report, Consumer<Term> won) {
        this.settings = settings;
        this.ports = ports;
        this.loop = loop;
        this.report = report;
        this.won = won;
    }

    /** The term in office, if any. Any thread may ask. */
    Optional<Tenure> tenure() {
        return tenure;
    }

    /** What became of the writes of all terms. Any thread may ask. */
    WriteCounts writes() {
        return writes.counts();
    }

    void carryOut(Action order) {
        if (order instanceof Action.ActivateService activate) {
            activateService(activate.term().epoch());
        } else if (order instanceof Action.AnnounceActive announce) {
            announceActive(announce.term().epoch());
        } else if (order instanceof Action.OpenGate open) {
            held(open.epoch()).ifPresent(Tenure::open);
            complete();
        } else if (order instanceof Action.ShutGate) {
            tenure.ifPresent(Tenure::shut);
        } else if (order instanceof Action.SendHeartbeat) {
            heartbeat();
        } else if (order instanceof Action.DeactivateService) {
            deactivateService();
        } else if (order instanceof Action.ClearActive clear) {
            clearActive(clear.epoch());
        } else if (order instanceof Action.EndTerm) {
            endTerm();
        }
    }

    /** Raises the fence on a lock's session. */
    void winTerm(Election.Lock lock) {
        long session = lock.session();
        Instant elected = loop.now();
        Question.<Raised>ask(
                loop,
                settings.fenceDeadline(),
                reply -> lock.fence()
                        .raise(
                                settings.candidate(),
                                lock.proof(),
                                ports.memory().recall(),
                                reply),
                raised -> raised(session, elected, raised),
                () -> report.accept(
                        new Event.TermFailed(session, "no term won within " + seconds(settings.fenceDeadline()))),
                Office::dispose);
    }

    /** Proves to the quorum that the term is in office. */
    void heartbeat() {
        complete();
        tenure.ifPresent(held ->
                held.store().heartbeat(outcome -> loop.execute(() -> heartbeatAnswered(held, outcome))));
    }

    private void heartbeatAnswered(Tenure held, WriteOutcome outcome) {
        if (!isInOffice(held)) {
            return;
        }
        if (outcome instanceof WriteOutcome.Deposed deposed) {
            report.accept(new Event.Deposed(held.epoch(), deposed.why()));
        } else if (outcome instanceof WriteOutcome.Written && held.isConfirmed()) {
            report.accept(new Event.HeartbeatAcknowledged(held.epoch()));
        }
    }

    /** Until it is written how the term in office came there. */
    private void complete() {
        tenure.ifPresent(held -> held.unrecorded()
                .ifPresent(account -> ports.history()
                        .complete(
                                held.store(),
                                account,
                                outcome -> loop.execute(() -> completed(held, account, outcome)))));
    }

    private static void completed(Tenure held, Account account, WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written) {
            held.recorded(account);
        }
    }

    /** It is known what the coming of a term into office has cost clients; void unless that one is in office. */
    void cost(Epoch epoch, Map<String, Toll> tolls) {
        held(epoch).ifPresent(held -> held.cost(tolls));
        complete();
    }

    private void raised(long session, Instant elected, Raised raised) {
        if (raised instanceof Raised.Won victory) {
            take(new CountedStore(victory.store(), writes), elected);
        } else if (raised instanceof Raised.Refused refused) {
            report.accept(new Event.TermRefused(session, refused.why()));
        } else if (raised instanceof Raised.Paused paused) {
            report.accept(new Event.TermPaused(session, paused.why()));
        } else if (raised instanceof Raised.LockNotHeld notHeld) {
            report.accept(new Event.TermFailed(session, notHeld.why()));
        } else if (raised instanceof Raised.Failed failed) {
            report.accept(new Event.TermFailed(session, failed.why()));
        }
    }

    /** The role may have gone on since it ordered the term; then it does not activate it, and the store is closed. */
    private void take(FencedStore store, Instant elected) {
        won.accept(store.term());
        Tenure offer =
                new Tenure(store, () -> ports.election().holdsLock(store.term().session()), loop, elected);
        offered = Optional.of(offer);
        report.accept(new Event.TermWon(store.term()));
        offered = Optional.empty();
        if (!isInOffice(offer)) {
            store.close();
        }
    }

    private static void dispose(Raised raised) {
        if (raised instanceof Raised.Won victory) {
            victory.store().close();
        }
    }

    private void activateService(Epoch epoch) {
        tenure = offered;
        heartbeat();
        held(epoch)
                .ifPresent(held -> Question.<Service.Activated>askWhileItGoesOn(
                        loop,
                        settings.recoveryStall(),
                        ports.service()::progress,
                        reply -> ports.service().activate(held.store(), held, reply),
                        activated -> activated(epoch, activated),
                        () -> report.accept(new Event.ServiceFailed(
                                epoch, "the service read nothing for " + seconds(settings.recoveryStall()))),
                        ignored -> {}));
    }

    private void activated(Epoch epoch, Service.Activated activated) {
        if (activated instanceof Service.Activated.Ready) {
            held(epoch).ifPresent(Tenure::recovered);
            report.accept(new Event.ServiceReady(epoch));
        } else if (activated instanceof Service.Activated.Failed failed) {
            report.accept(new Event.ServiceFailed(epoch, failed.why()));
        }
    }

    private void announceActive(Epoch epoch) {
        held(epoch)
                .ifPresent(held -> Question.<WriteOutcome>ask(
                        loop,
                        settings.fenceDeadline(),
                        reply -> ports.announcer().announce(held.store(), reply),
                        outcome -> announced(epoch, outcome),
                        () -> report.accept(new Event.AnnouncementFailed(epoch, "ZooKeeper did not answer in time")),
                        ignored -> {}));
    }

    private void announced(Epoch epoch, WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written) {
            report.accept(new Event.ActiveAnnounced(epoch));
        } else if (outcome instanceof WriteOutcome.Deposed deposed) {
            report.accept(new Event.Deposed(epoch, deposed.why()));
        } else {
            report.accept(new Event.AnnouncementFailed(epoch, "it could not be written who serves: " + outcome));
        }
    }

    private void deactivateService() {
        Question.<Boolean>ask(
                loop,
                settings.stopDeadline(),
                reply -> ports.service().deactivate(() -> reply.accept(true)),
                stopped -> report.accept(new Event.ServiceStopped()),
                () -> report.accept(
                        new Event.Stuck("the service did not stop within " + seconds(settings.stopDeadline()))),
                ignored -> {});
    }

    private void clearActive(Epoch epoch) {
        Event cleared = new Event.ActiveCleared(epoch);
        held(epoch)
                .ifPresentOrElse(
                        held -> Question.<WriteOutcome>ask(
                                loop,
                                settings.fenceDeadline(),
                                reply -> ports.announcer().clear(held.store(), reply),
                                outcome -> report.accept(cleared),
                                () -> report.accept(cleared),
                                ignored -> {}),
                        () -> loop.execute(() -> report.accept(cleared)));
    }

    private void endTerm() {
        tenure.ifPresent(held -> held.store().close());
        tenure = Optional.empty();
    }

    private boolean isInOffice(Tenure other) {
        return tenure.isPresent() && tenure.get() == other;
    }

    private Optional<Tenure> held(Epoch epoch) {
        return tenure.filter(held -> held.epoch().equals(epoch));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
