package io.understudy.session.service;

import io.understudy.session.Order;
import io.understudy.session.SessionId;
import io.understudy.session.service.Sessions.Creation;
import io.understudy.session.service.Sessions.Reading;
import io.understudy.session.service.Sessions.Removal;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A client that repeats each request, with its key, until the answer is clear; then it thinks of the next one. */
final class StormClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Storm storm;
    private final Random random;
    private final Ledger ledger;
    private int requests;
    private int attempts;
    private boolean stopped;

    StormClient(String name, Storm storm, Random random, Ledger ledger) {
        this.name = name;
        this.storm = storm;
        this.random = random;
        this.ledger = ledger;
    }

    void begin() {
        storm.time().after(Duration.ofMillis(random.nextInt(1500)), this::next);
    }

    void stop() {
        stopped = true;
    }

    private void next() {
        if (stopped) {
            return;
        }
        List<SessionId> known = ledger.known();
        int choice = random.nextInt(10);
        if (choice < 4 || known.isEmpty()) {
            create(name + "-" + requests++);
        } else if (choice < 5 && requests > 0) {
            create(name + "-" + random.nextInt(requests));
        } else if (choice < 7) {
            delete(known.get(random.nextInt(known.size())), name + "-d" + requests++);
        } else {
            read(known.get(random.nextInt(known.size())));
        }
    }

    private void create(String key) {
        int highest = ledger.highest();
        String batch = "name" + Math.floorMod(key.hashCode(), 5);
        Order order = Samples.order(
                key,
                switch (Math.floorMod(key.hashCode(), 3)) {
                    case 0 -> Samples.named(batch);
                    case 1 -> Samples.spark();
                    default -> Samples.command("x");
                });
        this.<Creation>ask(
                reply -> storm.sessionsOfTheActive().create(order, reply),
                creation -> created(key, highest, creation),
                () -> create(key));
    }

    private boolean created(String key, int highest, Creation creation) {
        if (creation instanceof Sessions.Created created) {
            ledger.created(key, created.view().session(), highest);
        } else if (creation instanceof Sessions.Replayed replayed) {
            ledger.promised(key, replayed.view().session());
        } else if (creation instanceof Sessions.Gone gone) {
            ledger.gone(key, gone.id());
        } else if (creation instanceof Sessions.DuplicateName duplicate) {
            if (ledger.idOf(key).isPresent()) {
                throw new AssertionError("key " + key + " made a session and now hears " + duplicate);
            }
        } else if (creation instanceof Sessions.KeyReused || creation instanceof Sessions.TooLarge) {
            throw new AssertionError("key " + key + ": " + creation);
        } else {
            return false;
        }
        return true;
    }

    private void delete(SessionId id, String key) {
        ledger.deletionAsked(id);
        this.<Removal>ask(
                reply -> storm.sessionsOfTheActive().delete(id.toString(), Samples.key(key), session -> true, reply),
                removal -> deleted(id, removal),
                () -> delete(id, key));
    }

    private boolean deleted(SessionId id, Removal removal) {
        if (removal instanceof Sessions.Deleted || removal instanceof Sessions.NotFound) {
            ledger.deletionPromised(id);
            return true;
        } else if (removal instanceof Sessions.KeyReused) {
            throw new AssertionError("session " + id + ": " + removal);
        }
        return false;
    }

    private void read(SessionId id) {
        boolean gone = ledger.isDeleted(id);
        this.<Reading>ask(
                reply -> storm.sessionsOfTheActive().get(id.toString(), reply),
                reading -> read(id, gone, reading),
                this::next);
    }

    private boolean read(SessionId id, boolean gone, Reading reading) {
        if (reading instanceof Sessions.Found found) {
            if (gone) {
                throw new AssertionError("session " + id + " was deleted before it was read");
            }
            ledger.seen(found.view().session());
        } else if (reading instanceof Sessions.NotFound) {
            ledger.notFound(id);
        } else {
            return false;
        }
        return true;
    }

    /** Sends one request. Only the first thing that happens counts: an answer that may be given, or the end of patience. */
    private <T> void ask(Consumer<Consumer<Reply<T>>> request, Predicate<T> isClear, Runnable again) {
        int attempt = ++attempts;
        request.accept(reply -> storm.time().after(Duration.ofMillis(random.nextInt(3)), () -> {
            if (attempt == attempts) {
                attempts++;
                boolean clear = reply.gate().isOpen() && isClear.test(reply.result());
                Runnable then = clear ? this::next : again;
                storm.time().after(Duration.ofMillis(random.nextInt(1500)), then);
            }
        }));
        storm.time().after(PATIENCE, () -> {
            if (attempt == attempts) {
                attempts++;
                again.run();
            }
        });
    }
}
