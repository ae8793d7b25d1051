package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.Term;
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
 * Carries out what the role orders: the way into the election and out of it here, everything in office in
 * {@link Office}. Lives on the loop's thread.
 */
final class Orders {

    private final NodeSettings settings;
    private final NodePorts ports;
    private final Loop loop;
    private final RandomGenerator random;
    private final Consumer<Event> report;
    private final Office office;
    private final Map<Cause, Loop.Timer> wakeUps = new EnumMap<>(Cause.class);
    private Optional<Candidacy> candidacy = Optional.empty();
    private Optional<StoreIdentity> identity = Optional.empty();
    private Optional<Instant> retryAt = Optional.empty();

    Orders(NodeSettings settings, NodePorts ports, Loop loop, RandomGenerator random, Consumer<Event> report) {
        this.settings = settings;
        this.ports = ports;
        this.loop = loop;
        this.random = random;
        this.report = report;
        this.office = new Office(settings, ports, loop, report, this::won);
    }

    /** The term in office, if any. Any thread may ask. */
    Optional<Tenure> tenure() {
        return office.tenure();
    }

    /** What became of the writes of all terms. Any thread may ask. */
    WriteCounts writes() {
        return office.writes();
    }

    /** When the last wake-up that was ordered is due. */
    Optional<Instant> retryAt() {
        return retryAt;
    }

    /** Proves to the quorum that the term is in office. */
    void heartbeat() {
        office.heartbeat();
    }

    /** It is known what the coming of a term into office has cost clients. */
    void cost(Epoch epoch, Map<String, Toll> tolls) {
        office.cost(epoch, tolls);
    }

    void carryOut(Action order) {
        if (order instanceof Action.CheckStore) {
            checkStore();
        } else if (order instanceof Action.JoinElection) {
            joinElection();
        } else if (order instanceof Action.LeaveElection) {
            leaveElection();
        } else if (order instanceof Action.WinTerm win) {
            winTerm(win.session());
        } else if (order instanceof Action.WakeUp wakeUp) {
            wakeUp(wakeUp);
        } else if (order instanceof Action.Finish) {
            ports.listener().finished();
        } else if (order instanceof Action.Halt halt) {
            ports.listener().halted(halt.why());
        } else {
            office.carryOut(order);
        }
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

    private void won(Term term) {
        identity = Optional.of(term.store());
        remember(term.epoch());
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
        candidacy
                .flatMap(standing -> standing.lock(session))
                .ifPresentOrElse(
                        office::winTerm,
                        () -> loop.execute(() -> report.accept(new Event.TermFailed(session, "the lock is gone"))));
    }

    private void wakeUp(Action.WakeUp order) {
        Duration wait = order.cause().lasts(order.setbacks(), random.nextDouble());
        Event due = new Event.WokeUp(order.cause());
        Optional.ofNullable(wakeUps.remove(order.cause())).ifPresent(Loop.Timer::cancel);
        wakeUps.put(order.cause(), loop.after(wait, () -> report.accept(due)));
        retryAt = Optional.of(loop.now().plus(wait));
    }
}
