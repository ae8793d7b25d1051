package io.understudy.session.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.Traits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is needed of a record at once. Our own writer puts it first and the id last ({@link RecordWriter}): a record with
 * its end in place is read up to the first field that does not belong to the head, any other one to its end. What is
 * found wrong leaves what had been read by then.
 */
final class RecordHead {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, SessionState> FINAL_STATES = Arrays.stream(SessionState.values())
            .filter(SessionState::isFinal)
            .collect(Collectors.toUnmodifiableMap(SessionState::label, Function.identity()));

    private long format = -1;
    private long id = -1;
    private boolean isDeleted;
    private @Nullable String state;
    private @Nullable String name;
    private @Nullable String key;
    private @Nullable String keyUser;
    private @Nullable String kind;
    private @Nullable String owner;
    private @Nullable String deletionKey;
    private @Nullable String deletionUser;
    private Optional<String> trouble = Optional.empty();

    private RecordHead() {}

    static RecordHead read(SessionId expected, byte[] data) {
        RecordHead head = new RecordHead();
        boolean hasItsEnd = endsWith(data, expected);
        try (JsonParser parser = JSON.createParser(data)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableRecord(data.length == 0 ? "it is empty" : "it is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean known = head.take(parser, parser.currentName());
                if (!known && hasItsEnd && head.isComplete()) {
                    head.id = expected.number();
                    return head;
                }
            }
            if (parser.nextToken() != null) {
                throw new UnreadableRecord("something follows its end");
            }
        } catch (UnreadableRecord e) {
            head.trouble = Optional.of(e.why());
        } catch (IOException e) {
            head.trouble = Optional.of("it is not JSON, or only a part of it");
        }
        return head;
    }

    /** Whether the last field is the id, as our own writer leaves it. */
    private static boolean endsWith(byte[] data, SessionId id) {
        byte[] end = (",\"id\":" + id.number() + "}").getBytes(StandardCharsets.US_ASCII);
        return data.length >= end.length
                && Arrays.equals(data, data.length - end.length, data.length, end, 0, end.length);
    }

    private boolean isComplete() {
        return format >= 0 && key != null && (isDeleted || (state != null && kind != null));
    }

    /** Why the record cannot be read; empty if as much as its head can. */
    Optional<String> trouble() {
        return trouble;
    }

    long format() {
        return format;
    }

    long id() {
        return id;
    }

    /** Whether it is a tombstone. */
    boolean isDeleted() {
        return isDeleted;
    }

    /** Whether nothing will happen to it any more by itself. */
    boolean isAtRest() {
        return isDeleted || (state != null && FINAL_STATES.containsKey(state));
    }

    /** The name that it holds. */
    Optional<String> name() {
        return isDeleted ? Optional.empty() : Optional.ofNullable(name);
    }

    /** The traits of a session that has ended. */
    Traits traits() throws UnreadableRecord {
        SessionState last = Optional.ofNullable(state).map(FINAL_STATES::get).orElseThrow(() -> strange("state"));
        Kind known = Optional.ofNullable(kind).flatMap(Kind::of).orElseThrow(() -> strange("kind"));
        return new Traits(last, known, Optional.ofNullable(owner), Optional.ofNullable(name));
    }

    /** Key of the request that ordered it; empty if there is none or it is no key. */
    Optional<IdempotencyKey> key() {
        return key(keyUser, key);
    }

    /** Key of the request that deleted it; empty if no request did. */
    Optional<IdempotencyKey> deletionKey() {
        return key(deletionUser, deletionKey);
    }

    private static Optional<IdempotencyKey> key(@Nullable String user, @Nullable String text) {
        return text != null && IdempotencyKey.isValid(text)
                ? Optional.of(new IdempotencyKey(Optional.ofNullable(user), text))
                : Optional.empty();
    }

    /** Takes a field of the head, or skips one that is none. */
    private boolean take(JsonParser parser, String field) throws IOException, UnreadableRecord {
        JsonToken value = parser.nextToken();
        switch (field) {
            case "format" -> format = number(parser, value, field);
            case "id" -> id = number(parser, value, field);
            case "state" -> state = text(parser, value, field);
            case "name" -> name = text(parser, value, field);
            case "key" -> key = text(parser, value, field);
            case "keyUser" -> keyUser = user(parser, value, field);
            case "kind" -> kind = text(parser, value, field);
            case "owner" -> owner = user(parser, value, field);
            case "deleted" -> takeDeletion(parser, value);
            default -> {
                parser.skipChildren();
                return false;
            }
        }
        return true;
    }

    private void takeDeletion(JsonParser parser, JsonToken value) throws IOException, UnreadableRecord {
        if (value != JsonToken.START_OBJECT) {
            throw strange("deleted");
        }
        isDeleted = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken inner = parser.nextToken();
            switch (field) {
                case "key" -> deletionKey = text(parser, inner, field);
                case "keyUser" -> deletionUser = user(parser, inner, field);
                default -> parser.skipChildren();
            }
        }
    }

    private static long number(JsonParser parser, JsonToken value, String field) throws IOException, UnreadableRecord {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw strange(field);
        }
        return parser.getLongValue();
    }

    /** A few users have most of the keys: one text for each of them is enough. */
    private static @Nullable String user(JsonParser parser, JsonToken value, String field)
            throws IOException, UnreadableRecord {
        String user = text(parser, value, field);
        return user == null ? null : user.intern();
    }

    private static @Nullable String text(JsonParser parser, JsonToken value, String field)
            throws IOException, UnreadableRecord {
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
            throw strange(field);
        }
        return value == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    private static UnreadableRecord strange(String field) {
        return new UnreadableRecord("its field '" + field + "' has an unexpected value");
    }
}
