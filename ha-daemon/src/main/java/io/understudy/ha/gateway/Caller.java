package io.understudy.ha.gateway;

import io.understudy.session.audit.Origin;
import java.util.Optional;

/**
 * Who asks, and from where. Decided once, on the first node, and carried to the one that serves.
 *
 * @param user empty if nobody was authenticated
 */
public record Caller(Optional<String> user, Origin origin) {

    /** Nobody, from nowhere. */
    public static final Caller NOBODY = new Caller(Optional.empty(), Origin.UNKNOWN);

    public Caller {
        if (user.isPresent() && user.get().chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("a user's name has no control characters");
        }
    }
}
