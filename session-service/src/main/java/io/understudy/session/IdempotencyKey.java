package io.understudy.session;

import java.util.Optional;

/**
 * Names one intention of one client, so that the same request sent again is known for the same. Users do not see each
 * other's keys.
 *
 * @param user who sent it; empty if nobody was authenticated
 * @param text 1 to 128 printable ASCII characters
 */
public record IdempotencyKey(Optional<String> user, String text) {

    private static final int MAX_LENGTH = 128;

    public IdempotencyKey {
        if (!isValid(text)) {
            throw new IllegalArgumentException("an idempotency key has 1 to 128 printable ASCII characters");
        }
    }

    /** Whether {@code text} can be a key. */
    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
