package io.understudy.ha.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A whole answer.
 *
 * @param status HTTP status
 * @param headers names and values
 * @param body not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** An answer that is one JSON value. */
    public static Reply json(int status, Object value) {
        try {
            return new Reply(status, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a value for JSON: " + value, e);
        }
    }

    /** An answer that is {@code {"msg": ...}}. */
    public static Reply message(int status, String msg) {
        return json(status, Map.of("msg", msg));
    }

    /** An answer that is a page; it brings its own style, and nothing else. */
    public static Reply html(int status, String page) {
        return new Reply(
                status,
                Map.of(
                        "Content-Type",
                        "text/html; charset=utf-8",
                        "Cache-Control",
                        "no-store",
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
                page.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** The same with more headers. */
    Reply with(Map<String, String> others) {
        Map<String, String> more = new HashMap<>(headers);
        more.putAll(others);
        return new Reply(status, more, body);
    }
}
