package io.understudy.ha.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * A request as the edge has taken it in, whole.
 *
 * @param method upper case
 * @param path as it came, not decoded, without the query
 * @param query as it came, without the question mark; empty if there was none
 * @param headers end-to-end headers, names in lower case, without those that speak of identity or of this hop
 * @param body whole; empty if there was none; not copied
 * @param caller who asks, as the first node decided
 * @param key idempotency key of a write, given by the client or by the node that took the request; empty for a read
 */
@SuppressWarnings("ArrayRecordComponent")
public record EdgeRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        Caller caller,
        Optional<String> key) {

    public EdgeRequest {
        headers = Map.copyOf(headers);
    }

    /** Whether the method changes nothing. */
    public boolean isRead() {
        return isRead(method);
    }

    static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** Path and query as they stood in the request line. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
