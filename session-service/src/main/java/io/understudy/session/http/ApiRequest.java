package io.understudy.session.http;

import io.understudy.session.audit.Origin;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the service, free of any HTTP server.
 *
 * @param method upper case
 * @param path decoded by nobody yet: as it came, without the query
 * @param query as it came, without the question mark; empty if there was none
 * @param headers what the service looks at, names in lower case: {@code accept}, {@code x-requested-by}
 * @param body the whole body; empty if there was none
 * @param user who asks, as one Authenticator decided; empty if nobody was authenticated
 * @param origin where it came from
 * @param key the idempotency key of a POST or DELETE, given by the client or by the node that took the request
 */
@SuppressWarnings("ArrayRecordComponent")
public record ApiRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        Optional<String> user,
        Origin origin,
        Optional<String> key) {

    public ApiRequest {
        headers = Map.copyOf(headers);
    }
}
