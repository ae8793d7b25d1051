package io.understudy.session.store;

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
import io.understudy.session.Order;
import io.understudy.session.RejectedRequest;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import io.understudy.session.StateChange;
import io.understudy.session.StoredRecord;
import io.understudy.session.Times;
import io.understudy.session.Tombstone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads sessions and tombstones from the fields of JSON objects. */
final class RecordReader {

    private final Fields fields;

    RecordReader(Fields fields) {
        this.fields = fields;
    }

    /** Reads a record whose format is known. */
    StoredRecord read() throws UnreadableRecord {
        try {
            return fields.has("deleted") ? tombstone() : session();
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecord("it contradicts itself: " + e.getMessage());
        }
    }

    private IdempotencyKey key() throws UnreadableRecord {
        return key(fields);
    }

    private Session session() throws UnreadableRecord {
        return new Session(
                id(),
                order(),
                tag(),
                attempt(),
                application(),
                enumeration(SessionState.class, fields.text("state")),
                ending(),
                history(),
                times(fields.object("times")),
                new Diagnostics(fields.optionalText("diagnostics").orElse("")));
    }

    private Tombstone tombstone() throws UnreadableRecord {
        Fields deleted = fields.object("deleted");
        return new Tombstone(
                id(),
                tag(),
                key(),
                fields.text("digest"),
                application().map(Application::id),
                new Tombstone.Deletion(deletionRequest(deleted), deleted.time("time")));
    }

    private static Optional<Tombstone.Request> deletionRequest(Fields deleted) throws UnreadableRecord {
        return deleted.has("key")
                ? Optional.of(new Tombstone.Request(key(deleted), deleted.text("target")))
                : Optional.empty();
    }

    private SessionId id() throws UnreadableRecord {
        return new SessionId(fields.smallNumber("id"));
    }

    private Order order() throws UnreadableRecord {
        return new Order(
                request(fields.object("request").map()),
                fields.optionalText("owner"),
                fields.optionalText("proxyUser"),
                fields.text("digest"),
                key());
    }

    private static BatchRequest request(Map<?, ?> stored) throws UnreadableRecord {
        Map<String, Object> named = new HashMap<>();
        stored.forEach((name, value) -> {
            if (value != null) {
                named.put(String.valueOf(name), value);
            }
        });
        try {
            return BatchRequest.read(named);
        } catch (RejectedRequest e) {
            throw new UnreadableRecord("its request is not understood: " + e.reason());
        }
    }

    private static IdempotencyKey key(Fields fields) throws UnreadableRecord {
        return new IdempotencyKey(fields.optionalText("keyUser"), fields.text("key"));
    }

    private SessionTag tag() throws UnreadableRecord {
        return SessionTag.parse(fields.text("tag"))
                .orElseThrow(() -> new UnreadableRecord("its field 'tag' is not the tag of a session"));
    }

    private Optional<Attempt> attempt() throws UnreadableRecord {
        Optional<Fields> attempt = fields.optionalObject("attempt");
        return attempt.isEmpty()
                ? Optional.empty()
                : Optional.of(new Attempt(
                        attempt.get().smallNumber("number"),
                        attempt.get().text("node"),
                        attempt.get().text("incarnation")));
    }

    private Optional<Application> application() throws UnreadableRecord {
        Optional<Fields> application = fields.optionalObject("application");
        if (application.isEmpty()) {
            return Optional.empty();
        }
        ApplicationId id = ApplicationId.parse(application.get().text("id"))
                .orElseThrow(() -> new UnreadableRecord("its application has a strange id"));
        return Optional.of(new Application(
                id,
                drivers(application.get()),
                application.get().optionalText("trackingUrl"),
                application.get().optionalText("doubt").map(Diagnostics::new)));
    }

    /** Records of a time when only one was kept have it under another name. */
    private static KnownDrivers drivers(Fields application) throws UnreadableRecord {
        Optional<Fields> single = application.optionalObject("driver");
        if (single.isPresent()) {
            return KnownDrivers.of(driver(single.get()));
        }
        if (!application.has("drivers")) {
            return KnownDrivers.NONE;
        }
        List<Driver> drivers = new ArrayList<>();
        for (Fields driver : application.objects("drivers")) {
            drivers.add(driver(driver));
        }
        return new KnownDrivers(
                drivers, application.has("driversOmitted") ? application.smallNumber("driversOmitted") : 0);
    }

    private static Driver driver(Fields driver) throws UnreadableRecord {
        return new Driver(driver.text("container"), driver.text("node"), driver.text("user"));
    }

    private Optional<Ending> ending() throws UnreadableRecord {
        Optional<String> ending = fields.optionalText("ending");
        return ending.isEmpty() ? Optional.empty() : Optional.of(enumeration(Ending.class, ending.get()));
    }

    private List<StateChange> history() throws UnreadableRecord {
        List<StateChange> history = new ArrayList<>();
        for (Fields change : fields.objects("history")) {
            Stamp stamp = new Stamp(change.time("time"), change.text("node"), new Epoch(change.number("epoch")));
            history.add(new StateChange(enumeration(SessionState.class, change.text("state")), stamp));
        }
        return history;
    }

    private static Times times(Fields times) throws UnreadableRecord {
        return new Times(
                times.time("created"),
                times.optionalTime("started"),
                times.optionalTime("finished"),
                times.optionalTime("missingSince"));
    }

    private static <E extends Enum<E>> E enumeration(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT));
    }
}
