package io.understudy.session.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a body that is one JSON object into plain values. Strict: what could be understood in two ways is refused. */
final class RequestBody {

    private static final int DEEPEST = 16;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Field names come from anyone: they must not fill a table that lives as long as the process.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private RequestBody() {}

    /**
     * Reads a body.
     *
     * @return strings, numbers, booleans, lists, maps and nulls
     * @throws Refusal 413 if it is too long, 400 if it is not one JSON object in UTF-8
     */
    static Map<String, @Nullable Object> read(byte[] body) throws Refusal {
        if (body.length > BatchApi.MAX_BODY_BYTES) {
            throw tooLong();
        }
        try (JsonParser json = FACTORY.createParser(text(body))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Refusal(400, "The body is not a JSON object.");
            }
            Map<String, @Nullable Object> fields = object(json);
            if (json.nextToken() != null) {
                throw new Refusal(400, "The body has something after its JSON object.");
            }
            return fields;
        } catch (JsonProcessingException notJson) {
            throw new Refusal(400, "The body is not valid JSON: " + brief(notJson));
        } catch (NumberFormatException outOfRange) {
            throw new Refusal(400, "The body has a number that is out of range.");
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    static Refusal tooLong() {
        return new Refusal(
                413,
                "The request is longer than " + BatchApi.MAX_BODY_BYTES / 1024
                        + " KiB. Put long arguments into a file and name it in 'files'.");
    }

    private static String text(byte[] body) throws Refusal {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new Refusal(400, "The body is not UTF-8.");
        }
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException, Refusal {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_STRING -> wellFormed(json.getText());
            case VALUE_NUMBER_INT -> integer(json.getText());
            case VALUE_NUMBER_FLOAT -> new BigDecimal(json.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser json) throws IOException, Refusal {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(json.currentName());
            fields.put(name, value(json, json.nextToken()));
        }
        return fields;
    }

    private static List<@Nullable Object> list(JsonParser json) throws IOException, Refusal {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            items.add(value(json, token));
        }
        return items;
    }

    private static Number integer(String digits) {
        BigInteger integer = new BigInteger(digits);
        return integer.bitLength() < Integer.SIZE ? (Number) integer.intValueExact() : integer;
    }

    /** An escape can name half a character, which no UTF-8 can hold. */
    private static String wellFormed(String text) throws Refusal {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                throw new Refusal(400, "The body has half of a surrogate pair.");
            }
        }
        return text;
    }

    private static String brief(JsonProcessingException problem) {
        String message = problem.getOriginalMessage();
        return message.lines().findFirst().orElse("").substring(0, Math.min(200, message.length()));
    }
}
