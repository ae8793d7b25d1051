package io.understudy.session.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers whose body is JSON. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes one JSON value. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** An answer with a body. */
    static ApiAnswer.Done answer(int status, Body body) {
        return answer(status, Map.of(), body);
    }

    static ApiAnswer.Done answer(int status, Map<String, String> headers, Body body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return new ApiAnswer.Done(status, all, bytes(body));
    }

    /** An answer with nothing but a message. */
    static ApiAnswer.Done message(int status, String msg) {
        return message(status, msg, Map.of());
    }

    static ApiAnswer.Done message(int status, String msg, Map<String, String> headers) {
        return answer(status, headers, json -> {
            json.writeStartObject();
            json.writeStringField("msg", msg);
            json.writeEndObject();
        });
    }

    /** Through characters, not bytes: half a surrogate pair in a log then becomes a question mark, not an error. */
    static byte[] bytes(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            body.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
