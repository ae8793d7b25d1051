package io.understudy.session.http;

import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.RequestField;
import io.understudy.session.SessionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the bodies of requests and answers look like, as OpenAPI 3.0 describes it. */
final class Schemas {

    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> TIME = Map.of("type", "string", "format", "date-time");
    private static final Map<String, Object> INTEGER = Map.of("type", "integer", "format", "int32");
    private static final Map<String, Object> LONG = Map.of("type", "integer", "format", "int64");
    private static final Map<String, Object> TEXTS = listed(TEXT);
    private static final Map<String, Object> TEXT_MAP = Map.of("type", "object", "additionalProperties", TEXT);
    private static final Map<String, Object> ANY_OBJECT = Map.of("type", "object");

    private Schemas() {}

    /** An object under construction. */
    private static final class Fields {

        private final Map<String, Object> schemas = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();

        /** A field that is always there. */
        Fields with(String name, Map<String, Object> schema) {
            required.add(name);
            return perhaps(name, schema);
        }

        /** A field that is always there, and null if there is nothing to say. */
        Fields orNull(String name, Map<String, Object> schema) {
            return with(name, nullable(schema));
        }

        /** A field that is not always there. */
        Fields perhaps(String name, Map<String, Object> schema) {
            schemas.put(name, schema);
            return this;
        }

        Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("type", "object");
            if (!required.isEmpty()) {
                object.put("required", required);
            }
            object.put("properties", schemas);
            return object;
        }
    }

    /** All of them, by name. */
    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("BatchRequest", request());
        all.put("Batch", batch());
        all.put("Detail", detail());
        all.put("Batches", page(reference("Batch")));
        all.put("Sessions", page(ANY_OBJECT));
        all.put("State", new Fields().with("id", INTEGER).with("state", state()).object());
        all.put("Log", log());
        all.put("Message", new Fields().with("msg", TEXT).object());
        all.put("Version", version());
        all.put("Home", home());
        all.put("Document", ANY_OBJECT);
        return all;
    }

    static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    static Map<String, Object> text() {
        return TEXT;
    }

    static Map<String, Object> integer() {
        return INTEGER;
    }

    /** A batch's state, as clients see it. */
    static Map<String, Object> state() {
        return oneOf(SessionState.allShown());
    }

    static Map<String, Object> kind() {
        return oneOf(Arrays.stream(Kind.values()).map(Kind::label).toList());
    }

    private static Map<String, Object> oneOf(List<String> texts) {
        Map<String, Object> schema = new LinkedHashMap<>(TEXT);
        schema.put("enum", texts);
        return schema;
    }

    private static Map<String, Object> request() {
        Fields fields = new Fields();
        for (RequestField field : RequestField.values()) {
            Map<String, Object> schema = nullable(shape(field.shape()));
            schema.put("description", field.meaning());
            fields.perhaps(field.label(), schema);
        }
        Map<String, Object> request = fields.object();
        request.put("additionalProperties", false);
        request.put(
                "description",
                "null is as if the field were not there. Numbers and booleans are taken where a string is wanted, digits"
                        + " in a string where an integer is.");
        return request;
    }

    private static Map<String, Object> shape(RequestField.Shape shape) {
        return switch (shape) {
            case TEXT -> TEXT;
            case INTEGER -> INTEGER;
            case TEXTS -> TEXTS;
            case TEXT_MAP -> TEXT_MAP;
        };
    }

    private static Map<String, Object> batch() {
        Map<String, Object> appInfo = new Fields()
                .orNull("driverLogUrl", TEXT)
                .orNull("sparkUiUrl", TEXT)
                .orNull("executorLogUrls", ANY_OBJECT)
                .object();
        return new Fields()
                .with("id", INTEGER)
                .orNull("name", TEXT)
                .orNull("owner", TEXT)
                .orNull("proxyUser", TEXT)
                .with("state", state())
                .orNull("appId", TEXT)
                .with("appInfo", appInfo)
                .with("log", TEXTS)
                .perhaps("detail", reference("Detail"))
                .object();
    }

    private static Map<String, Object> detail() {
        Map<String, Object> change = new Fields()
                .with("state", TEXT)
                .with("time", TIME)
                .with("node", TEXT)
                .with("epoch", LONG)
                .object();
        return new Fields()
                .with("kind", kind())
                .with("request", reference("BatchRequest"))
                .orNull("queue", TEXT)
                .with("created", TIME)
                .orNull("started", TIME)
                .orNull("finished", TIME)
                .orNull("diagnostics", TEXT)
                .orNull("ending", TEXT)
                .with("epoch", LONG)
                .with("node", TEXT)
                .with("tag", TEXT)
                .orNull("driverContainer", TEXT)
                .with("history", listed(change))
                .object();
    }

    private static Map<String, Object> page(Map<String, Object> sessions) {
        return new Fields()
                .with("from", INTEGER)
                .with("total", INTEGER)
                .with("sessions", listed(sessions))
                .object();
    }

    private static Map<String, Object> log() {
        return new Fields()
                .with("id", INTEGER)
                .with("from", INTEGER)
                .with("total", INTEGER)
                .with("log", TEXTS)
                .object();
    }

    private static Map<String, Object> version() {
        return new Fields()
                .with("version", TEXT)
                .with("revision", TEXT)
                .with("branch", TEXT)
                .with("user", TEXT)
                .with("date", TEXT)
                .with("url", TEXT)
                .object();
    }

    private static Map<String, Object> home() {
        Map<String, Object> links = new Fields()
                .with("batches", TEXT)
                .with("version", TEXT)
                .with("openapi", TEXT)
                .with("ui", TEXT)
                .object();
        return new Fields()
                .with("name", TEXT)
                .with("version", TEXT)
                .with("links", links)
                .object();
    }

    private static Map<String, Object> listed(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        Map<String, Object> nullable = new LinkedHashMap<>(schema);
        nullable.put("nullable", true);
        return nullable;
    }
}
