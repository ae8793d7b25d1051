package io.understudy.session;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a session. Ids ascend and are never given twice, not even after a deletion or a takeover.
 *
 * @param number 0, 1, 2, ...
 */
public record SessionId(int number) implements Comparable<SessionId> {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    public SessionId {
        if (number < 0) {
            throw new IllegalArgumentException("a session id is not negative: " + number);
        }
    }

    /** Reads decimal digits; empty if {@code text} is anything else or more than an int holds. */
    public static Optional<SessionId> parse(String text) {
        if (!DIGITS.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number <= Integer.MAX_VALUE ? Optional.of(new SessionId((int) number)) : Optional.empty();
    }

    /** Spread: the ids of one shard share their low bits, and a recovery fills maps shard by shard. */
    @Override
    public int hashCode() {
        return number * 0x9e3779b9;
    }

    @Override
    public int compareTo(SessionId other) {
        return Integer.compare(number, other.number);
    }

    /** In decimal digits, as clients see it. */
    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
