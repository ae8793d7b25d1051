package io.understudy.session;

import java.util.Optional;

/**
 * What a client ordered, as it is kept for the life of the session.
 *
 * @param request what to run
 * @param owner who ordered it; empty if nobody was authenticated
 * @param proxyUser whom it runs as, as decided; empty while impersonation is off
 * @param digest of user, path and parsed body: two requests with one key are the same if their digests are equal
 * @param key of the request that ordered it
 */
public record Order(
        BatchRequest request, Optional<String> owner, Optional<String> proxyUser, String digest, IdempotencyKey key) {

    /** The name under which the batch can be found while it lives. */
    public Optional<String> name() {
        return request.name();
    }
}
