package io.understudy.session.store;

import io.understudy.session.Application;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.Attempt;
import io.understudy.session.Diagnostics;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.StateChange;
import io.understudy.session.StoredRecord;
import io.understudy.session.Times;
import io.understudy.session.Tombstone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions and tombstones as the fields of JSON objects. First comes what a recovery needs of every record
 * ({@link RecordHead}), last comes the id: a record that ends with it was not cut. What is empty is left out.
 */
final class RecordWriter {

    private RecordWriter() {}

    static Map<String, Object> fields(StoredRecord stored, int format) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", format);
        if (stored instanceof Session session) {
            addSession(session, fields);
        } else if (stored instanceof Tombstone tombstone) {
            addTombstone(tombstone, fields);
        }
        fields.put("id", stored.id().number());
        return fields;
    }

    private static void addSession(Session session, Map<String, Object> fields) {
        fields.put("state", session.state().label());
        put(fields, "name", session.name());
        addKey(session.key(), fields);
        fields.put("kind", session.order().request().kind().label());
        put(fields, "owner", session.order().owner());
        put(fields, "proxyUser", session.order().proxyUser());
        fields.put("request", session.order().request().fields());
        fields.put("digest", session.digest());
        fields.put("tag", session.tag().toString());
        put(fields, "attempt", session.attempt().map(RecordWriter::attempt));
        put(fields, "application", session.application().map(RecordWriter::application));
        put(fields, "ending", session.ending().map(ending -> ending.label()));
        fields.put("history", history(session.history()));
        fields.put("times", times(session.times()));
        if (!session.diagnostics().text().isEmpty()) {
            fields.put("diagnostics", session.diagnostics().text());
        }
    }

    private static void addTombstone(Tombstone tombstone, Map<String, Object> fields) {
        Map<String, Object> deleted = new LinkedHashMap<>();
        tombstone.deletion().request().ifPresent(request -> {
            addKey(request.key(), deleted);
            deleted.put("target", request.target());
        });
        deleted.put("time", tombstone.deletion().time().toString());
        fields.put("deleted", deleted);
        addKey(tombstone.key(), fields);
        fields.put("digest", tombstone.digest());
        fields.put("tag", tombstone.tag().toString());
        put(
                fields,
                "application",
                tombstone.applicationId().map(Application::of).map(RecordWriter::application));
    }

    private static void addKey(IdempotencyKey key, Map<String, Object> fields) {
        fields.put("key", key.text());
        put(fields, "keyUser", key.user());
    }

    private static Map<String, Object> attempt(Attempt attempt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", attempt.number());
        fields.put("node", attempt.node());
        fields.put("incarnation", attempt.incarnation());
        return fields;
    }

    private static Map<String, Object> application(Application application) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", application.id().toString());
        if (!application.drivers().list().isEmpty()) {
            fields.put(
                    "drivers",
                    application.drivers().list().stream()
                            .map(RecordWriter::driver)
                            .toList());
        }
        if (application.drivers().omitted() > 0) {
            fields.put("driversOmitted", application.drivers().omitted());
        }
        put(fields, "trackingUrl", application.trackingUrl());
        put(fields, "doubt", application.doubt().map(Diagnostics::text));
        return fields;
    }

    private static Map<String, Object> driver(Driver driver) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("container", driver.container());
        fields.put("node", driver.node());
        fields.put("user", driver.user());
        return fields;
    }

    private static List<Map<String, Object>> history(List<StateChange> history) {
        return history.stream().map(RecordWriter::change).toList();
    }

    private static Map<String, Object> change(StateChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", change.state().label());
        fields.put("time", change.stamp().time().toString());
        fields.put("node", change.stamp().node());
        fields.put("epoch", change.stamp().epoch().number());
        return fields;
    }

    private static Map<String, Object> times(Times times) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("created", times.created().toString());
        put(fields, "started", times.started());
        put(fields, "finished", times.finished());
        put(fields, "missingSince", times.missingSince());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, Optional<?> value) {
        value.ifPresent(some -> fields.put(name, some instanceof Map<?, ?> map ? map : some.toString()));
    }
}
