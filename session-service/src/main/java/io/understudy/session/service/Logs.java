package io.understudy.session.service;

import io.understudy.session.ApplicationReport;
import io.understudy.session.Attempt;
import io.understudy.session.LogPage;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StateChange;
import io.understudy.session.service.BatchLog.Block;
import io.understudy.session.service.BatchLog.Source;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.LogFile;
import io.understudy.session.service.Cluster.LogText;
import io.understudy.session.service.Cluster.Lookup;
import io.understudy.session.service.KnownLog.Place;
import io.understudy.session.service.Sessions.Lines;
import io.understudy.session.service.Sessions.LogReading;
import io.understudy.session.service.Sessions.NotFound;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads logs, from the beginning up to the first block of which there is more to come. YARN is asked for a session at most
 * once a second and by one question at a time, however many pages clients read; what is complete is asked for once while
 * it is remembered. Shortly after a takeover or a change of the batch's state readers wait a little for what YARN cannot
 * give yet: who reads once at the end then sees all, and who read before a takeover sees no less after it. Belongs to the
 * loop.
 */
final class Logs implements Views {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration RECENT = Duration.ofMinutes(1);
    private static final int AT_ONCE = 16;

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final Writes writes;
    private final SubmissionLogs submissions;
    private final LogCache cache;
    private final Map<SessionId, Reading> readings = new HashMap<>();
    private final Deque<Reading> waiting = new ArrayDeque<>();
    private int underWay;

    Logs(Office office, Cluster cluster, Registry registry, Writes writes, SubmissionLogs submissions, LogCache cache) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
        this.writes = writes;
        this.submissions = submissions;
        this.cache = cache;
    }

    /** One reading of a log, with all who wait for it and what was asked for in it. */
    private static final class Reading {

        private final SessionId id;
        private final long begun;
        private final List<Runnable> readers = new ArrayList<>();
        private final Set<Source> asked = new HashSet<>();
        private KnownLog known = KnownLog.NOTHING;

        Reading(SessionId id, long begun) {
            this.id = id;
            this.begun = begun;
        }

        void learn(Place place, Output output) {
            known = known.with(place, output);
        }
    }

    @Override
    public View of(Session session) {
        return new View(session, BatchLog.tail(blocks(session), View.LINES));
    }

    /** Reads a page of a session's log. */
    void read(SessionId id, OptionalInt from, OptionalInt size, Consumer<Reply<LogReading>> reply) {
        Optional<Session> session = registry.session(id);
        if (session.isEmpty() || isFresh(session.get())) {
            say(id, from, size, reply);
            return;
        }
        Reading under = readings.get(id);
        Reading reading = under != null ? under : new Reading(id, office.nanoTime());
        reading.readers.add(() -> say(id, from, size, reply));
        if (under == null) {
            readings.put(id, reading);
            waiting.add(reading);
            startNext();
        }
    }

    /** What is read is in memory, however large it is: so only a few logs are read at once. */
    private void startNext() {
        while (underWay < AT_ONCE && !waiting.isEmpty()) {
            Reading next = waiting.remove();
            next.known = cache.known(next.id);
            underWay++;
            goOn(next);
        }
    }

    private void say(SessionId id, OptionalInt from, OptionalInt size, Consumer<Reply<LogReading>> reply) {
        LogReading said = registry.session(id)
                .<LogReading>map(session -> new Lines(id, LogPage.of(BatchLog.lines(blocks(session)), from, size)))
                .orElse(new NotFound());
        reply.accept(new Reply<>(said, office.gate()));
    }

    private List<Block> blocks(Session session) {
        return BatchLog.blocks(session, cache.known(session.id()));
    }

    /** Whether there is nothing to be asked for. */
    private boolean isFresh(Session session) {
        if (BatchLog.open(blocks(session)).isEmpty()) {
            return true;
        }
        return cache.get(session.id())
                .filter(entry -> entry.readAt().isPresent()
                        && office.nanoTime() - entry.readAt().getAsLong() < FRESH.toNanos())
                .isPresent();
    }

    /** Asks for the first block that is not complete, unless this was done in this reading. */
    private void goOn(Reading reading) {
        Optional<Session> session = registry.session(reading.id);
        Optional<Block> open = session.flatMap(there -> BatchLog.open(BatchLog.blocks(there, reading.known)));
        if (open.isEmpty() || !office.mayAct() || !reading.asked.add(open.get().source())) {
            done(reading);
            return;
        }
        Source source = open.get().source();
        if (source instanceof BatchLog.Submission) {
            readSubmission(reading, session.get());
        } else if (source instanceof BatchLog.Container container) {
            findContainer(reading, session.get(), container.place());
        } else if (source instanceof BatchLog.File file) {
            readFile(reading, session.get(), file);
        } else {
            done(reading);
        }
    }

    private void readSubmission(Reading reading, Session session) {
        int attempt = session.attempt().map(Attempt::number).orElse(0);
        if (attempt == 0) {
            done(reading);
            return;
        }
        submissions.read(reading.id, found -> {
            found.ifPresent(log -> reading.known = reading.known.with(log));
            boolean open = found.filter(log -> !log.isClosed(attempt)).isPresent();
            if (open && BatchLog.wasSubmitted(session) && !submissions.isOpen(reading.id)) {
                submissions.close(reading.id, attempt, () -> {
                    cache.known(reading.id).submission().ifPresent(log -> reading.known = reading.known.with(log));
                    goOn(reading);
                });
            } else {
                goOn(reading);
            }
        });
    }

    /** The poller may not have seen the container of a short batch; YARN still names it for a while. */
    private void findContainer(Reading reading, Session session, Place place) {
        cluster.find(session.applicationId().orElseThrow(), office.onLoop(answer -> {
            Optional<ApplicationReport> report =
                    answer instanceof Answer.Of<Lookup> of && of.value() instanceof Lookup.Known known
                            ? Optional.of(known.report())
                            : Optional.empty();
            if (report.isPresent() && !report.get().drivers().isEmpty()) {
                ApplicationReport late = report.get();
                writes.change(reading.id, current -> current.locatedBy(late), outcome -> goOn(reading));
            } else {
                if (answer instanceof Answer.Of<Lookup>) {
                    reading.learn(place, Output.only(BatchLog.NO_CONTAINER));
                }
                goOnOrWait(reading, session, place);
            }
        }));
    }

    private void readFile(Reading reading, Session session, BatchLog.File file) {
        LogFile wanted = new LogFile(
                session.applicationId().orElseThrow(),
                file.driver(),
                file.place().file(),
                !BatchLog.hasEnded(session));
        cluster.log(wanted, office.onLoop(answer -> answered(reading, session, file.place(), answer)));
    }

    private void answered(Reading reading, Session session, Place place, Answer<LogText> answer) {
        if (answer instanceof Answer.Of<LogText> of) {
            Output after = reading.known
                    .output(place)
                    .orElse(Output.NONE)
                    .after(of.value(), BatchLog.hasEnded(session), room(reading, session, place));
            if (of.value() instanceof LogText.Text || after.complete()) {
                reading.learn(place, after);
            }
        }
        goOnOrWait(reading, session, place);
    }

    /** Something is enough while it runs; once it has ended all is wanted. */
    private void goOnOrWait(Reading reading, Session session, Place place) {
        boolean enough = reading.known
                .output(place)
                .filter(output -> output.complete() || !BatchLog.hasEnded(session))
                .isPresent();
        boolean late = office.nanoTime() - reading.begun >= LONGEST_WAIT.toNanos();
        if (enough || late || !isRecent(session) || !waiting.isEmpty()) {
            goOn(reading);
            return;
        }
        office.after(FRESH, () -> {
            reading.asked.clear();
            goOn(reading);
        });
    }

    private boolean isRecent(Session session) {
        StateChange last = session.history().get(session.history().size() - 1);
        return office.age().compareTo(RECENT) < 0
                || Duration.between(last.stamp().time(), office.now()).compareTo(RECENT) < 0;
    }

    /** What the blocks before leave of what is shown of one log. Those are complete, so that it is the same everywhere. */
    private long room(Reading reading, Session session, Place place) {
        long room = cache.largest();
        for (Block block : BatchLog.blocks(session, reading.known)) {
            if (block.source() instanceof BatchLog.File file && file.place().equals(place)) {
                break;
            }
            room -= block.output().map(output -> output.text().length()).orElse(0);
        }
        return Math.max(0, room);
    }

    private void done(Reading reading) {
        readings.remove(reading.id);
        underWay--;
        KnownLog known =
                cache.known(reading.id).submission().map(reading.known::with).orElse(reading.known);
        cache.put(reading.id, known, OptionalLong.of(office.nanoTime()));
        reading.readers.forEach(Runnable::run);
        startNext();
    }
}
