package io.understudy.session.service;

import io.understudy.session.IdempotencyKey;
import io.understudy.session.Limits;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.StoredRecord;
import io.understudy.session.service.Sessions.Busy;
import io.understudy.session.service.Sessions.Created;
import io.understudy.session.service.Sessions.Creation;
import io.understudy.session.service.Sessions.DuplicateName;
import io.understudy.session.service.Sessions.Gone;
import io.understudy.session.service.Sessions.KeyReused;
import io.understudy.session.service.Sessions.LimitReached;
import io.understudy.session.service.Sessions.NotServing;
import io.understudy.session.service.Sessions.Replayed;
import io.understudy.session.service.Sessions.TooLarge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Makes sessions, one for each key. A key and a name are reserved here from the moment on at which the session's write
 * begins until its outcome is known; whoever asks for either meanwhile waits and asks again. Belongs to the loop.
 */
final class Creations {

    private final Office office;
    private final Registry registry;
    private final Writes writes;
    private final Ids ids;
    private final Views views;
    private final Consumer<SessionId> created;
    private final RandomGenerator random;
    private final int most;
    private final Limits limits;
    private final Map<IdempotencyKey, Reservation> byKey = new HashMap<>();
    private final Map<String, Reservation> byName = new HashMap<>();
    private final Tally reserved = new Tally();
    private int waiting;

    Creations(
            Office office,
            Registry registry,
            Writes writes,
            Ids ids,
            Views views,
            Consumer<SessionId> created,
            RandomGenerator random,
            int most,
            Limits limits) {
        this.office = office;
        this.registry = registry;
        this.writes = writes;
        this.ids = ids;
        this.views = views;
        this.created = created;
        this.random = random;
        this.most = most;
        this.limits = limits;
    }

    /** A key and a name that belong to a session whose write has begun. */
    private record Reservation(Session session, List<Waiter> waiters) {}

    private record Waiter(Order order, Consumer<Reply<Creation>> reply) {}

    /** Makes a session, or says why not. */
    void create(Order order, Consumer<Reply<Creation>> reply) {
        if (!office.mayAct()) {
            say(reply, Answers.NOT_SERVING);
            return;
        }
        Optional<Creation> known = registry.orderedBy(order.key()).map(id -> again(id, order));
        if (known.isPresent()) {
            reply.accept(new Reply<>(known.get(), office.gate()));
            return;
        }
        Reservation reservation = byKey.get(order.key());
        if (reservation != null && !reservation.session.digest().equals(order.digest())) {
            say(reply, new KeyReused(reservation.session.id()));
        } else if (reservation != null) {
            await(reservation, new Waiter(order, reply));
        } else {
            createNew(order, reply);
        }
    }

    /** Answers everyone who waits for the outcome of another request; nothing of theirs was written. */
    void dismissWaiters() {
        List<Waiter> dismissed = new ArrayList<>();
        byKey.values().forEach(reservation -> dismissed.addAll(take(reservation)));
        dismissed.forEach(waiter -> say(waiter.reply, Answers.NOT_SERVING));
    }

    /** The key has ordered a session before. */
    private Creation again(SessionId id, Order order) {
        Optional<StoredRecord> stored = registry.stored(id);
        if (stored.isEmpty()) {
            return Answers.unreadable(registry.setAside(id).orElseThrow());
        }
        if (!stored.get().digest().equals(order.digest())) {
            return new KeyReused(id);
        }
        return registry.session(id)
                .<Creation>map(session -> new Replayed(views.of(session)))
                .orElse(new Gone(id));
    }

    private void createNew(Order order, Consumer<Reply<Creation>> reply) {
        Tally live = registry.tally();
        Optional<String> owner = order.owner();
        Optional<String> refusal =
                limits.refusal(live.all() + reserved.all(), owner, live.ofOwner(owner) + reserved.ofOwner(owner));
        if (refusal.isPresent()) {
            say(reply, new LimitReached(refusal.get()));
        } else if (limits.isFullOfUnsubmitted(live.unsubmitted() + reserved.unsubmitted())) {
            say(reply, new Busy());
        } else {
            createNamed(order, reply);
        }
    }

    private void createNamed(Order order, Consumer<Reply<Creation>> reply) {
        Optional<SessionId> holder = order.name().flatMap(registry::holder);
        Optional<Reservation> reserved = order.name().map(byName::get);
        if (holder.isPresent()) {
            reply.accept(new Reply<>(new DuplicateName(order.name().orElseThrow(), holder.get()), office.gate()));
        } else if (reserved.isPresent()) {
            await(reserved.get(), new Waiter(order, reply));
        } else if (byKey.size() + waiting >= most) {
            say(reply, new Busy());
        } else {
            ids.take().ifPresentOrElse(id -> write(id, order, reply), () -> say(reply, Answers.NOT_SERVING));
        }
    }

    private void await(Reservation reservation, Waiter waiter) {
        if (writes.isUnsettled(reservation.session.id())) {
            boolean itself = reservation.session.key().equals(waiter.order.key());
            say(waiter.reply, itself ? Answers.UNKNOWN : Answers.NOT_SERVING);
        } else if (byKey.size() + waiting >= most) {
            say(waiter.reply, new Busy());
        } else {
            reservation.waiters.add(waiter);
            waiting++;
        }
    }

    private void write(SessionId id, Order order, Consumer<Reply<Creation>> reply) {
        SessionTag tag = SessionTag.draw(office.term().store().brief(), id, random);
        Session session = Session.requested(id, order, tag, office.stamp());
        Reservation reservation = new Reservation(session, new ArrayList<>());
        byKey.put(order.key(), reservation);
        reserved.add(session.traits());
        order.name().ifPresent(name -> byName.put(name, reservation));
        writes.create(session, outcome -> concluded(reservation, outcome, reply), settled -> release(reservation));
    }

    private void concluded(Reservation reservation, Writes.Outcome outcome, Consumer<Reply<Creation>> reply) {
        SessionId id = reservation.session.id();
        if (!(outcome instanceof Writes.Unknown)) {
            release(reservation);
        }
        say(reply, result(reservation.session, outcome));
        take(reservation).forEach(waiter -> create(waiter.order, waiter.reply));
        if (outcome instanceof Writes.Done) {
            created.accept(id);
        }
    }

    private Creation result(Session session, Writes.Outcome outcome) {
        if (outcome instanceof Writes.Done) {
            return new Created(views.of(session));
        } else if (outcome instanceof Writes.TooLarge tooLarge) {
            return new TooLarge(tooLarge.why());
        } else if (outcome instanceof Writes.NotWritten notWritten) {
            return new NotServing(notWritten.why());
        }
        return Answers.UNKNOWN;
    }

    private void release(Reservation reservation) {
        if (byKey.remove(reservation.session.key(), reservation)) {
            reserved.remove(reservation.session.traits());
        }
        reservation.session.name().ifPresent(name -> byName.remove(name, reservation));
    }

    private List<Waiter> take(Reservation reservation) {
        List<Waiter> taken = List.copyOf(reservation.waiters);
        reservation.waiters.clear();
        waiting -= taken.size();
        return taken;
    }

    private static void say(Consumer<Reply<Creation>> reply, Creation result) {
        reply.accept(Reply.always(result));
    }
}
