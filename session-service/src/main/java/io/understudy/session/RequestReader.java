package io.understudy.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request field by field. Scalars are coerced as Livy does: templates send numbers in strings, people send bare
 * numbers as arguments. null is absent, and so is an empty class name, queue or user.
 */
final class RequestReader {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final Map<String, ?> fields;

    RequestReader(Map<String, ?> fields) {
        this.fields = fields;
    }

    BatchRequest read() throws RejectedRequest {
        for (String field : fields.keySet()) {
            if (!RequestField.isKnown(field)) {
                throw new RejectedRequest("unknown field '" + field + "'.");
            }
        }
        return new BatchRequest(
                kind(),
                text("file"),
                nonEmptyText("className"),
                texts("args"),
                texts("jars"),
                texts("pyFiles"),
                texts("files"),
                texts("archives"),
                text("driverMemory"),
                integer("driverCores"),
                text("executorMemory"),
                integer("executorCores"),
                integer("numExecutors"),
                nonEmptyText("queue"),
                text("name"),
                textMap("conf"),
                nonEmptyText("proxyUser"),
                texts("command"),
                textMap("env"));
    }

    private BatchRequest.Kind kind() throws RejectedRequest {
        String label = text("kind").orElse(BatchRequest.Kind.SPARK.label());
        return BatchRequest.Kind.of(label).orElseThrow(() -> new RejectedRequest("'kind' must be spark or command."));
    }

    private Optional<String> text(String field) throws RejectedRequest {
        Object value = fields.get(field);
        return value == null ? Optional.empty() : Optional.of(scalar(value, field, "a string"));
    }

    private Optional<String> nonEmptyText(String field) throws RejectedRequest {
        return text(field).filter(text -> !text.isEmpty());
    }

    private Optional<Integer> integer(String field) throws RejectedRequest {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer number) {
            return Optional.of(number);
        }
        if (value instanceof String text && DIGITS.matcher(text).matches()) {
            return Optional.of(Integer.valueOf(text));
        }
        throw new RejectedRequest("'" + field + "' must be an integer.");
    }

    private List<String> texts(String field) throws RejectedRequest {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw new RejectedRequest("'" + field + "' must be a list of strings.");
        }
        List<String> texts = new ArrayList<>(items.size());
        for (Object item : items) {
            texts.add(scalar(item, field, "a list of strings"));
        }
        return texts;
    }

    private Map<String, String> textMap(String field) throws RejectedRequest {
        Object value = fields.get(field);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> entries)) {
            throw new RejectedRequest("'" + field + "' must be a map of strings.");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            texts.put(String.valueOf(entry.getKey()), scalar(entry.getValue(), field, "a map of strings"));
        }
        return texts;
    }

    private static String scalar(@Nullable Object value, String field, String shape) throws RejectedRequest {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new RejectedRequest("'" + field + "' must be " + shape + ".");
    }
}
