package io.understudy.session.http;

import io.understudy.fencing.Epoch;
import io.understudy.session.Application;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.Attempt;
import io.understudy.session.BatchRequest;
import io.understudy.session.Diagnostics;
import io.understudy.session.Ending;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.KnownDrivers;
import io.understudy.session.ListFilter;
import io.understudy.session.LogPage;
import io.understudy.session.Order;
import io.understudy.session.RejectedRequest;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import io.understudy.session.StateChange;
import io.understudy.session.Times;
import io.understudy.session.service.Reply;
import io.understudy.session.service.Sessions;
import io.understudy.session.service.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Sessions in memory: 0 "nightly" runs, 1 has ended well, 2 cannot be read. Replies at once, on the caller's thread. */
final class FakeSessions implements Sessions {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> HEADERS = List.of("stdout: ", "\nstderr: ", "\nYARN Diagnostics: ");

    private final TreeMap<Integer, Session> sessions = new TreeMap<>();
    private final Map<IdempotencyKey, Order> orders = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> ids = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> deletions = new HashMap<>();
    private int next = 3;
    private volatile boolean gateOpen = true;

    FakeSessions() {
        sessions.put(0, running());
        sessions.put(1, ended());
    }

    /** All that is kept, to be compared. */
    synchronized Object content() {
        return List.of(new TreeMap<>(sessions), new HashMap<>(orders), new HashMap<>(deletions), next);
    }

    void shutGate() {
        gateOpen = false;
    }

    synchronized int created() {
        return next - 3;
    }

    @Override
    public synchronized void create(Order order, Consumer<Reply<Creation>> reply) {
        reply.accept(new Reply<>(create(order), () -> true));
    }

    private Creation create(Order order) {
        Order earlier = orders.get(order.key());
        if (earlier != null) {
            SessionId id = Objects.requireNonNull(ids.get(order.key()));
            if (!earlier.digest().equals(order.digest())) {
                return new KeyReused(id);
            }
            Session now = sessions.get(id.number());
            return now == null ? new Gone(id) : new Replayed(view(now));
        }
        Optional<Session> holder = order.name().flatMap(this::named);
        if (holder.isPresent()) {
            return new DuplicateName(order.name().orElseThrow(), holder.get().id());
        }
        SessionId id = new SessionId(next++);
        Session made = Session.requested(id, order, tag(id), stamp(0, "n1", 7));
        sessions.put(id.number(), made);
        orders.put(order.key(), order);
        ids.put(order.key(), id);
        return new Created(view(made));
    }

    @Override
    public synchronized void get(String idOrName, Consumer<Reply<Reading>> reply) {
        reply.accept(reply(find(idOrName).<Reading>map(session -> new Found(view(session))), idOrName));
    }

    private Reply<Reading> reply(Optional<Reading> found, String idOrName) {
        Reading absent = idOrName.equals("2") ? unreadable() : new NotFound();
        return new Reply<>(found.orElse(absent), () -> gateOpen);
    }

    private static Unreadable unreadable() {
        return new Unreadable(new SessionId(2), "Session 2 exists, but its record cannot be read.");
    }

    @Override
    public synchronized void list(ListFilter filter, int from, int size, Consumer<Reply<Listing>> reply) {
        List<Session> matching = sessions.values().stream()
                .filter(session -> filter.matches(session.traits()))
                .toList();
        List<View> views = matching.stream()
                .skip(Math.max(0, from))
                .limit(Math.max(0, size))
                .map(FakeSessions::view)
                .toList();
        int total = matching.size() + (filter.equals(ListFilter.NONE) ? 1 : 0);
        reply.accept(new Reply<>(new Page(from, total, views), () -> gateOpen));
    }

    @Override
    public synchronized void log(
            String idOrName,
            OptionalInt from,
            OptionalInt size,
            Predicate<Session> permitted,
            Consumer<Reply<LogReading>> reply) {
        List<String> lines = new ArrayList<>(HEADERS);
        lines.addAll(List.of("one", "two"));
        LogReading absent = idOrName.equals("2") ? unreadable() : new NotFound();
        LogReading reading = find(idOrName)
                .<LogReading>map(session -> permitted.test(session)
                        ? new Lines(session.id(), LogPage.of(lines, from, size))
                        : new Forbidden())
                .orElse(absent);
        reply.accept(new Reply<>(reading, () -> gateOpen));
    }

    @Override
    public synchronized void delete(
            String idOrName, IdempotencyKey key, Predicate<Session> permitted, Consumer<Reply<Removal>> reply) {
        reply.accept(new Reply<>(delete(idOrName, key, permitted), () -> true));
    }

    private Removal delete(String idOrName, IdempotencyKey key, Predicate<Session> permitted) {
        SessionId before = deletions.get(key);
        if (before != null) {
            return new Deleted(before);
        }
        Optional<Session> session = find(idOrName);
        if (session.isEmpty()) {
            return idOrName.equals("2") ? unreadable() : new NotFound();
        }
        if (!permitted.test(session.get())) {
            return new Forbidden();
        }
        sessions.remove(session.get().id().number());
        deletions.put(key, session.get().id());
        return new Deleted(session.get().id());
    }

    private Optional<Session> find(String idOrName) {
        return SessionId.parse(idOrName)
                .map(id -> Optional.ofNullable(sessions.get(id.number())))
                .orElseGet(() -> named(idOrName));
    }

    private Optional<Session> named(String name) {
        return sessions.values().stream()
                .filter(session -> session.name().equals(Optional.of(name)))
                .findFirst();
    }

    private static View view(Session session) {
        return new View(session, HEADERS);
    }

    private static Session running() {
        SessionId id = new SessionId(0);
        Application application = new Application(
                ApplicationId.parse("application_1700000000000_0001").orElseThrow(),
                KnownDrivers.of(new Driver("container_1", "worker:8042", "hadoop")),
                Optional.of("http://rm:8088/proxy/application_1700000000000_0001/"),
                Optional.empty());
        return new Session(
                id,
                order("{nightly}", Optional.of("alice"), Map.of("name", "nightly")),
                tag(id),
                Optional.of(new Attempt(1, "n1", "i1")),
                Optional.of(application),
                SessionState.RUNNING,
                Optional.empty(),
                List.of(
                        new StateChange(SessionState.REQUESTED, stamp(0, "n1", 7)),
                        new StateChange(SessionState.SUBMITTING, stamp(1, "n1", 7)),
                        new StateChange(SessionState.RUNNING, stamp(2, "n2", 8))),
                new Times(BEGIN, Optional.of(BEGIN.plusSeconds(1)), Optional.empty(), Optional.empty()),
                Diagnostics.NONE);
    }

    private static Session ended() {
        SessionId id = new SessionId(1);
        return new Session(
                id,
                order("{ended}", Optional.empty(), Map.of()),
                tag(id),
                Optional.empty(),
                Optional.empty(),
                SessionState.SUCCESS,
                Optional.of(Ending.REPORTED),
                List.of(new StateChange(SessionState.REQUESTED, stamp(0, "n1", 7))),
                Times.createdAt(BEGIN),
                Diagnostics.NONE);
    }

    private static Order order(String key, Optional<String> owner, Map<String, String> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("kind", "command");
        fields.put("command", List.of("sleep", "5"));
        try {
            return new Order(BatchRequest.read(fields), owner, Optional.empty(), "", new IdempotencyKey(owner, key));
        } catch (RejectedRequest impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static SessionTag tag(SessionId id) {
        return new SessionTag("0123abcd", id, "abcd1234");
    }

    private static Stamp stamp(int second, String node, long epoch) {
        return new Stamp(BEGIN.plusSeconds(second), node, new Epoch(epoch));
    }
}
