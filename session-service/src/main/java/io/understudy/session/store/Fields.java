package io.understudy.session.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that was read, checked one by one. Fields that nobody asks for are ignored. */
final class Fields {

    private final Map<?, ?> fields;

    Fields(Map<?, ?> fields) {
        this.fields = fields;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    String text(String name) throws UnreadableRecord {
        return optionalText(name).orElseThrow(() -> new UnreadableRecord("it has no field '" + name + "'"));
    }

    Optional<String> optionalText(String name) throws UnreadableRecord {
        @Nullable Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw strange(name);
    }

    long number(String name) throws UnreadableRecord {
        if (fields.get(name) instanceof Number number && !(number instanceof Double)) {
            return number.longValue();
        }
        throw strange(name);
    }

    int smallNumber(String name) throws UnreadableRecord {
        long number = number(name);
        if (number != (int) number) {
            throw strange(name);
        }
        return (int) number;
    }

    boolean truth(String name) throws UnreadableRecord {
        if (fields.get(name) instanceof Boolean truth) {
            return truth;
        }
        throw strange(name);
    }

    Instant time(String name) throws UnreadableRecord {
        return optionalTime(name).orElseThrow(() -> new UnreadableRecord("it has no field '" + name + "'"));
    }

    Optional<Instant> optionalTime(String name) throws UnreadableRecord {
        Optional<String> text = optionalText(name);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw strange(name);
        }
    }

    Fields object(String name) throws UnreadableRecord {
        return optionalObject(name).orElseThrow(() -> new UnreadableRecord("it has no field '" + name + "'"));
    }

    Optional<Fields> optionalObject(String name) throws UnreadableRecord {
        @Nullable Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(map));
        }
        throw strange(name);
    }

    List<Fields> objects(String name) throws UnreadableRecord {
        if (!(fields.get(name) instanceof List<?> values)) {
            throw strange(name);
        }
        List<Fields> objects = new ArrayList<>(values.size());
        for (@Nullable Object value : values) {
            if (!(value instanceof Map<?, ?> map)) {
                throw strange(name);
            }
            objects.add(new Fields(map));
        }
        return objects;
    }

    /** The fields themselves, for who knows better how to read them. */
    Map<?, ?> map() {
        return fields;
    }

    private static UnreadableRecord strange(String name) {
        return new UnreadableRecord("its field '" + name + "' has an unexpected value");
    }
}
