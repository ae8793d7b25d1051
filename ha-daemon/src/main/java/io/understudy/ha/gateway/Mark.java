package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.session.audit.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a forwarded request says of itself to the next node.
 *
 * @param node that forwards it
 * @param epoch of the term that it is meant for
 * @param caller who asks, as the first node decided
 * @param key idempotency key of a write
 */
record Mark(String node, Epoch epoch, Caller caller, Optional<String> key) {

    /** The header that carries the mark. */
    static final String HEADER = "X-HA-Forwarded";

    /** The header that says for how many milliseconds the node that forwards waits for an answer; it may be absent. */
    static final String PATIENCE_HEADER = "X-HA-Patience";

    private static final String NONE = "-";

    /** The text that stands before the signature: no part can be mistaken for another. */
    String text() {
        return "1." + encode(Optional.of(node)) + "." + epoch + "." + encode(caller.user()) + "." + encode(key) + "."
                + encode(Optional.of(caller.origin().address()));
    }

    /** Reads {@link #text()}; empty if it is anything else. */
    static Optional<Mark> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 6 || !parts[0].equals("1")) {
            return Optional.empty();
        }
        try {
            String node = required(parts[1]);
            return Optional.of(new Mark(
                    node,
                    new Epoch(Long.parseLong(parts[2])),
                    new Caller(decode(parts[3]), new Origin(required(parts[5]), node)),
                    decode(parts[4])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encode(Optional<String> value) {
        return value.map(v -> "+"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(v.getBytes(StandardCharsets.UTF_8)))
                .orElse(NONE);
    }

    private static String required(String value) {
        return decode(value).orElseThrow(() -> new IllegalArgumentException("a part is missing"));
    }

    private static Optional<String> decode(String value) {
        if (value.equals(NONE)) {
            return Optional.empty();
        }
        if (!value.startsWith("+")) {
            throw new IllegalArgumentException("not a value: " + value);
        }
        return Optional.of(new String(Base64.getUrlDecoder().decode(value.substring(1)), StandardCharsets.UTF_8));
    }
}
