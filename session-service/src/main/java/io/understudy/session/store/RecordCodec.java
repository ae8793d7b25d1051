package io.understudy.session.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.service.SessionStore.SetAside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Records as the bytes of znodes: JSON, with the format's number inside. */
final class RecordCodec {

    /** The format that is written; newer ones are not read. */
    static final int FORMAT = 1;

    private static final ObjectWriter WRITER = new ObjectMapper().writer();
    private static final ObjectReader READER = new ObjectMapper().readerFor(Map.class);

    private RecordCodec() {}

    static byte[] write(StoredRecord stored) {
        try {
            return bytes(WRITER.writeValueAsString(RecordWriter.fields(stored)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is made of texts and numbers only", e);
        }
    }

    static StoredRecord read(SessionId id, byte[] data) throws UnreadableRecord {
        Fields fields = parse(data);
        long format = fields.number("format");
        if (format < 1 || format > FORMAT) {
            throw new UnreadableRecord("its format is " + format + ", this build reads up to " + FORMAT);
        }
        StoredRecord stored = new RecordReader(fields).read();
        if (!stored.id().equals(id)) {
            throw new UnreadableRecord("it says that it is session " + stored.id());
        }
        return stored;
    }

    /** What can still be said of a record that cannot be read. */
    static SetAside setAside(SessionId id, byte[] data, String why) {
        try {
            Fields fields = parse(data);
            Optional<String> name = fields.has("deleted") ? Optional.empty() : fields.optionalText("name");
            Optional<IdempotencyKey> key =
                    fields.has("key") ? Optional.of(new RecordReader(fields).key()) : Optional.empty();
            return new SetAside(id, why, name, key);
        } catch (UnreadableRecord | IllegalArgumentException e) {
            return new SetAside(id, why, Optional.empty(), Optional.empty());
        }
    }

    private static Fields parse(byte[] data) throws UnreadableRecord {
        try {
            Map<?, ?> fields = READER.readValue(data);
            if (fields == null) {
                throw new UnreadableRecord("it is empty");
            }
            return new Fields(fields);
        } catch (IOException e) {
            throw new UnreadableRecord("it is not JSON");
        }
    }

    /** JSON can carry half a surrogate pair, UTF-8 cannot: such a half stays escaped, as the client had sent it. */
    private static byte[] bytes(String json) {
        if (json.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder safe = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char unit = json.charAt(i);
            if (!Character.isSurrogate(unit)) {
                safe.append(unit);
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1))) {
                safe.append(unit).append(json.charAt(++i));
            } else {
                safe.append(String.format("\\u%04x", (int) unit));
            }
        }
        return safe.toString().getBytes(StandardCharsets.UTF_8);
    }
}
