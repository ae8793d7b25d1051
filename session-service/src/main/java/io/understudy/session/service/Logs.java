package io.understudy.session.service;

import io.understudy.session.Application;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.LogPage;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.LogFile;
import io.understudy.session.service.Cluster.LogText;
import io.understudy.session.service.Cluster.Lookup;
import io.understudy.session.service.Sessions.Lines;
import io.understudy.session.service.Sessions.LogReading;
import io.understudy.session.service.Sessions.NotFound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Reads logs. YARN is asked for a session at most once a second and by one question at a time, however many pages clients
 * read; the output of a batch that has ended is asked for once while it is remembered. Belongs to the loop.
 */
final class Logs implements Views {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String NO_CONTAINER = "the batch has no container of which an output could be read";

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final LogCache cache;
    private final Map<SessionId, List<Runnable>> reading = new HashMap<>();

    Logs(Office office, Cluster cluster, Registry registry, LogCache cache) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
        this.cache = cache;
    }

    @Override
    public View of(Session session) {
        return new View(session, BatchLog.tail(session, known(session.id()), View.LINES));
    }

    /** Reads a page of a session's log. */
    void read(SessionId id, OptionalInt from, OptionalInt size, Consumer<Reply<LogReading>> reply) {
        Optional<Session> session = registry.session(id);
        if (session.isEmpty() || isFresh(session.get())) {
            say(id, from, size, reply);
            return;
        }
        List<Runnable> others = reading.get(id);
        if (others != null) {
            others.add(() -> say(id, from, size, reply));
        } else {
            reading.put(id, new ArrayList<>(List.of(() -> say(id, from, size, reply))));
            ask(session.get());
        }
    }

    private void say(SessionId id, OptionalInt from, OptionalInt size, Consumer<Reply<LogReading>> reply) {
        LogReading said = registry.session(id)
                .<LogReading>map(session -> new Lines(id, LogPage.of(BatchLog.lines(session, known(id)), from, size)))
                .orElse(new NotFound());
        reply.accept(new Reply<>(said, office.gate()));
    }

    private Optional<Output> known(SessionId id) {
        return cache.get(id).flatMap(LogCache.Entry::output);
    }

    /** Whether there is nothing to be asked of YARN. */
    private boolean isFresh(Session session) {
        if (session.application().isEmpty() && !session.isOver()) {
            return true;
        }
        return cache.get(session.id())
                .filter(entry -> (session.isOver()
                                && entry.output().map(Output::complete).orElse(false))
                        || office.nanoTime() - entry.readAt() < FRESH_NANOS)
                .isPresent();
    }

    private void ask(Session session) {
        Optional<Driver> driver = session.application().flatMap(Application::driver);
        if (!office.mayAct()) {
            done(session.id(), known(session.id()));
        } else if (driver.isPresent()) {
            askFor(session, driver.get());
        } else if (session.application().isPresent()) {
            cluster.find(session.applicationId().orElseThrow(), office.onLoop(answer -> found(session, answer)));
        } else {
            end(session);
        }
    }

    /** The poller may not have seen the driver of a short batch; YARN still names it for a while. */
    private void found(Session session, Answer<Lookup> answer) {
        Optional<Driver> driver = answer instanceof Answer.Of<Lookup> of && of.value() instanceof Lookup.Known known
                ? known.report().drivers().stream().reduce((earlier, later) -> later)
                : Optional.empty();
        if (driver.isPresent() && office.mayAct()) {
            askFor(session, driver.get());
        } else if (session.isOver() && answer instanceof Answer.Of<Lookup>) {
            end(session);
        } else {
            done(session.id(), known(session.id()));
        }
    }

    private void askFor(Session session, Driver driver) {
        LogFile file = new LogFile(session.applicationId().orElseThrow(), driver, "stdout", !session.isOver());
        cluster.log(file, office.onLoop(answer -> answered(session, answer)));
    }

    private void answered(Session session, Answer<LogText> answer) {
        Optional<Output> before = known(session.id());
        done(
                session.id(),
                answer instanceof Answer.Of<LogText> of ? Output.after(before, of.value(), session.isOver()) : before);
    }

    private void end(Session session) {
        Output last = known(session.id()).orElse(Output.NONE).ended(NO_CONTAINER);
        done(session.id(), Optional.of(last));
    }

    private void done(SessionId id, Optional<Output> output) {
        cache.put(id, output, office.nanoTime());
        List<Runnable> readers = reading.remove(id);
        if (readers != null) {
            readers.forEach(Runnable::run);
        }
    }
}
