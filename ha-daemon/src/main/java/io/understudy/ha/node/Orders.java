package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.role.Action;
import io.understudy.ha.role.Cause;
import io.understudy.ha.role.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Carries out what the role orders. Lives on the loop's thread; slow orders run elsewhere under a deadline, and what
 * becomes of them is handed to {@code report} on the loop again.
 */
final class Orders {

    private final NodeSettings settings;
    private final NodePorts ports;
    private final Loop loop;
    private final RandomGenerator random;
    private final Consumer<Event> report;
    private final Map<Cause, Loop.Timer> wakeUps = new EnumMap<>(Cause.class);
    private Optional<Candidacy> candidacy = Optional.empty();
    private Optional<StoreIdentity> identity = Optional.empty();
    private Optional<Instant> retryAt = Optional.empty();
    private Optional<Tenure> offered = Optional.empty();
    private volatile Optional<Tenure> tenure = Optional.empty();

    Orders(NodeSettings settings, NodePorts ports, Loop loop, RandomGenerator random, Consumer<Event> report) {
        this.settings = settings;
        this.ports = ports;
        this.loop = loop;
        this.random = random;
        this.report = report;
    }

    /** The term in office, if any. Any thread may ask. */
    Optional<Tenure> tenure() {
        return tenure;
    }

    /** When the last wake-up that was ordered is due. */
    Optional<Instant> retryAt() {
        return retryAt;
    }

    void carryOut(Action order) {
        if (order instanceof Action.CheckStore) {
            checkStore();
        } else if (order instanceof Action.JoinElection) {
            joinElection();
        } else if (order instanceof Action.LeaveElection) {
            leaveElection();
        } else if (order instanceof Action.WakeUp wakeUp) {
            wakeUp(wakeUp);
        } else if (order instanceof Action.Finish) {
            ports.listener().finished();
        } else if (order instanceof Action.Halt halt) {
            ports.listener().halted(halt.why());
        } else {
            carryOutInOffice(order);
        }
    }

    private void carryOutInOffice(Action order) {
        if (order instanceof Action.WinTerm win) {
            winTerm(win.session());
        } else if (order instanceof Action.ActivateService activate) {
            activateService(activate.term().epoch());
        } else if (order instanceof Action.AnnounceActive announce) {
            announceActive(announce.term().epoch());
        } else if (order instanceof Action.OpenGate open) {
            inOffice(open.epoch()).ifPresent(Tenure::open);
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

    /** Proves to the quorum that the term is in office. */
    void heartbeat() {
        tenure.ifPresent(held ->
                held.store().heartbeat(outcome -> loop.execute(() -> heartbeatAnswered(held, outcome))));
    }

    /** Takes over what others have shown of the store's epochs and ids. */
    void remember(Epoch seen) {
        identity.ifPresent(store -> {
            var known = ports.memory().recall();
            var now = known.seen(store, seen, ports.service().highestId());
            if (!now.equals(known)) {
                ports.memory().keep(now);
            }
        });
    }

    private void heartbeatAnswered(Tenure held, WriteOutcome outcome) {
        if (!isCurrent(held)) {
            return;
        }
        if (outcome instanceof WriteOutcome.Deposed deposed) {
            report.accept(new Event.Deposed(held.epoch(), deposed.why()));
        } else if (outcome instanceof WriteOutcome.Written && held.isConfirmed()) {
            report.accept(new Event.HeartbeatAcknowledged(held.epoch()));
        }
    }

    private void checkStore() {
        Question.<StoreGuard.Verdict>ask(
                loop,
                settings.fenceDeadline(),
                reply -> ports.guard().check(ports.memory().recall(), reply),
                this::storeChecked,
                () -> report.accept(new Event.StoreUnreachable("ZooKeeper does not answer")),
                ignored -> {});
    }

    private void storeChecked(StoreGuard.Verdict verdict) {
        if (verdict instanceof StoreGuard.Verdict.Accepted accepted) {
            identity = Optional.of(accepted.store());
            remember(accepted.epoch());
            report.accept(new Event.StoreAccepted());
        } else if (verdict instanceof StoreGuard.Verdict.Refused refused) {
            report.accept(new Event.StoreRefused(refused.why()));
        } else if (verdict instanceof StoreGuard.Verdict.Unreachable unreachable) {
            report.accept(new Event.StoreUnreachable(unreachable.why()));
        }
    }

    private void joinElection() {
        Candidacy standing = new Candidacy(loop, report, this::isCurrent);
        candidacy = Optional.of(standing);
        ports.election().join(standing);
    }

    private boolean isCurrent(Tenure other) {
        return tenure.isPresent() && tenure.get() == other;
    }

    private boolean isCurrent(Candidacy other) {
        return candidacy.isPresent() && candidacy.get() == other;
    }

    private void leaveElection() {
        candidacy = Optional.empty();
        Question.<Boolean>ask(
                loop,
                settings.leaveDeadline(),
                reply -> ports.election().leave(() -> reply.accept(true)),
                left -> report.accept(new Event.LockReleased()),
                () -> report.accept(new Event.Stuck("the election could not be left in time")),
                ignored -> {});
    }

    private void winTerm(long session) {
        Optional<Election.Lock> lock = candidacy.flatMap(standing -> standing.lock(session));
        if (lock.isEmpty()) {
            loop.execute(() -> report.accept(new Event.TermFailed(session, "the lock is gone")));
            return;
        }
        Question.<Raised>ask(
                loop,
                settings.fenceDeadline(),
                reply -> lock.get()
                        .fence()
                        .raise(
                                settings.candidate(),
                                lock.get().proof(),
                                ports.memory().recall(),
                                reply),
                raised -> raised(session, raised),
                () -> report.accept(
                        new Event.TermFailed(session, "no term won within " + seconds(settings.fenceDeadline()))),
                Orders::dispose);
    }

    private void raised(long session, Raised raised) {
        if (raised instanceof Raised.Won won) {
            won(won.store());
        } else if (raised instanceof Raised.Refused refused) {
            report.accept(new Event.TermRefused(session, refused.why()));
        } else if (raised instanceof Raised.LockNotHeld notHeld) {
            report.accept(new Event.TermFailed(session, notHeld.why()));
        } else if (raised instanceof Raised.Failed failed) {
            report.accept(new Event.TermFailed(session, failed.why()));
        }
    }

    /** The role may have gone on since it ordered the term; then it does not activate it, and the store is closed. */
    private void won(FencedStore store) {
        identity = Optional.of(store.term().store());
        remember(store.term().epoch());
        Tenure won = new Tenure(store, ports.election()::holdsLock, loop);
        offered = Optional.of(won);
        report.accept(new Event.TermWon(store.term()));
        offered = Optional.empty();
        if (!isCurrent(won)) {
            store.close();
        }
    }

    private static void dispose(Raised raised) {
        if (raised instanceof Raised.Won won) {
            won.store().close();
        }
    }

    private void activateService(Epoch epoch) {
        tenure = offered;
        heartbeat();
        inOffice(epoch)
                .ifPresent(held -> Question.<Service.Activated>ask(
                        loop,
                        settings.recoveryDeadline(),
                        reply -> ports.service().activate(held.store(), held, reply),
                        activated -> activated(epoch, activated),
                        () -> report.accept(new Event.ServiceFailed(
                                epoch, "the service was not ready within " + seconds(settings.recoveryDeadline()))),
                        ignored -> {}));
    }

    private void activated(Epoch epoch, Service.Activated activated) {
        if (activated instanceof Service.Activated.Ready) {
            report.accept(new Event.ServiceReady(epoch));
        } else if (activated instanceof Service.Activated.Failed failed) {
            report.accept(new Event.ServiceFailed(epoch, failed.why()));
        }
    }

    private void announceActive(Epoch epoch) {
        inOffice(epoch)
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
        inOffice(epoch)
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

    private void wakeUp(Action.WakeUp order) {
        Duration wait = order.cause().lasts(order.setbacks(), random.nextDouble());
        Event due = new Event.WokeUp(order.cause());
        Optional.ofNullable(wakeUps.remove(order.cause())).ifPresent(Loop.Timer::cancel);
        wakeUps.put(order.cause(), loop.after(wait, () -> report.accept(due)));
        retryAt = Optional.of(loop.now().plus(wait));
    }

    private Optional<Tenure> inOffice(Epoch epoch) {
        return tenure.filter(held -> held.epoch().equals(epoch));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
