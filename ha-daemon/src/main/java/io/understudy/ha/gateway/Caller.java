package io.understudy.ha.gateway;

import java.util.Optional;

/**
 * Who asks. Decided once, on the first node, and carried to the one that serves.
 *
 * @param user empty if nobody was authenticated
 */
public record Caller(Optional<String> user) {

    /** Nobody was authenticated. */
    public static final Caller NOBODY = new Caller(Optional.empty());

    public Caller {
        if (user.isPresent() && user.get().chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("a user's name has no control characters");
        }
    }
}
