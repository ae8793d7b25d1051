package io.understudy.session.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.Label;
import io.understudy.session.service.SessionStore.Recovered;
import io.understudy.session.service.SessionStore.Resting;
import io.understudy.session.service.SessionStore.SetAside;
import io.understudy.session.service.SessionStore.Shelved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Records as the bytes of znodes: JSON, with the format's number inside. */
final class RecordCodec {

    private static final ObjectWriter WRITER = new ObjectMapper().writer();
    private static final ObjectReader READER = new ObjectMapper().readerFor(Map.class);

    private RecordCodec() {}

    /** @param format to write it in; a build writes every format that it reads */
    static byte[] write(StoredRecord stored, int format) {
        return write(RecordWriter.fields(stored, format));
    }

    static byte[] write(Map<String, Object> fields) {
        return bytes(json(fields));
    }

    /** Texts, numbers, lists and maps as JSON. */
    static String json(Map<String, Object> fields) {
        try {
            return WRITER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is made of texts and numbers only", e);
        }
    }

    /** Reads a record whole, of whatever format up to the newest that this build knows. */
    static StoredRecord read(SessionId id, byte[] data) throws UnreadableRecord {
        Fields fields = parse(data);
        checkFormat(fields.number("format"));
        StoredRecord stored = new RecordReader(fields).read();
        if (!stored.id().equals(id)) {
            throw new UnreadableRecord("it says that it is session " + stored.id());
        }
        return stored;
    }

    /**
     * What to make of a record that a reading of everything found. Of one at rest only the head is looked at.
     *
     * @param path where it stands
     * @param id what its name says
     */
    static Recovered recover(String path, SessionId id, StoredNode.Content content) {
        RecordHead head = RecordHead.read(id, content.data());
        try {
            check(path, id, content.data(), head);
            if (!head.isAtRest()) {
                return new Kept(read(id, content.data()), content.version(), content.modified());
            }
            Shelved shelved = new Shelved(
                    id.number(),
                    content.data(),
                    content.version(),
                    content.modified().toEpochMilli());
            return new Resting(shelved, label(head));
        } catch (UnreadableRecord e) {
            return new SetAside(path, id, e.why(), head.name(), head.key());
        }
    }

    /** Folds a record at rest; {@code format} is that of the term, whatever the znode was written in. */
    static Shelved shelve(Kept kept, int format) {
        return new Shelved(
                kept.id().number(),
                write(kept.stored(), format),
                kept.version(),
                kept.modified().toEpochMilli());
    }

    /** What a folded record is found by. */
    static Label label(Shelved shelved) {
        try {
            return label(RecordHead.read(shelved.id(), shelved.body()));
        } catch (UnreadableRecord e) {
            throw new IllegalStateException("session " + shelved.id() + " was folded without a label: " + e.why());
        }
    }

    /** Unfolds a record: the part behind its head is looked at for the first time. */
    static Recovered unshelve(Shelved shelved) {
        try {
            return new Kept(
                    read(shelved.id(), shelved.body()), shelved.version(), Instant.ofEpochMilli(shelved.modifiedMs()));
        } catch (UnreadableRecord e) {
            Label label = label(shelved);
            return new SetAside(
                    StorePaths.session(shelved.number()),
                    shelved.id(),
                    e.why(),
                    label.name(),
                    Optional.of(label.key()));
        }
    }

    private static void check(String path, SessionId id, byte[] data, RecordHead head) throws UnreadableRecord {
        if (!StorePaths.isAtHome(path, id.number())) {
            throw new UnreadableRecord("it stands in the wrong shard");
        }
        if (data.length > ZnodeSessions.MAX_BYTES) {
            throw new UnreadableRecord(
                    "it has " + data.length + " bytes, and a record has at most " + ZnodeSessions.MAX_BYTES);
        }
        if (head.trouble().isPresent()) {
            throw new UnreadableRecord(head.trouble().get());
        }
        checkFormat(head.format());
        if (head.id() != id.number()) {
            throw new UnreadableRecord("it says that it is session " + head.id());
        }
    }

    static void checkFormat(long format) throws UnreadableRecord {
        if (format < 1 || format > StoreFormat.NEWEST) {
            throw new UnreadableRecord("its format is " + format + ", this build reads up to " + StoreFormat.NEWEST);
        }
    }

    private static Label label(RecordHead head) throws UnreadableRecord {
        IdempotencyKey key = head.key().orElseThrow(() -> new UnreadableRecord("it has no key"));
        return new Label(head.isDeleted() ? Optional.empty() : Optional.of(head.traits()), key, head.deletionKey());
    }

    static Fields parse(byte[] data) throws UnreadableRecord {
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
