package io.understudy.session.service;

import com.carrotsearch.hppc.LongIntHashMap;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Finds ids by texts without keeping the texts, but a fingerprint of each: a million need some ten bytes apiece. Two texts
 * can have one fingerprint, and what a record says can change: an id that is found here is one to look at.
 *
 * <p>A fingerprint is the polynomial with the characters as coefficients, modulo the prime 2^61 - 1, at a random secret
 * point. Two texts of at most {@code n} characters share theirs with a probability of {@code n / 2^61}, even if a client
 * chose them to (J. L. Carter and M. N. Wegman, "Universal classes of hash functions", 1979). Belongs to the loop.
 */
final class Fingerprints {

    private static final int PRIME_BITS = 61;
    private static final long PRIME = (1L << PRIME_BITS) - 1;
    private static final int NONE = -1;

    private final long point;
    /** The highest id of each. */
    private final LongIntHashMap ids = new LongIntHashMap();

    /** Its other ids, where there are any. */
    private final Map<Long, NavigableSet<SessionId>> more = new HashMap<>();

    /** @param random for the secret point */
    Fingerprints(RandomGenerator random) {
        this.point = random.nextLong(PRIME);
    }

    /** Adds an id under a text, if it is not there. */
    void add(String text, SessionId id) {
        long print = print(text, point);
        int highest = ids.getOrDefault(print, NONE);
        if (highest < id.number()) {
            ids.put(print, id.number());
        }
        if (highest != NONE && highest != id.number()) {
            SessionId lower = new SessionId(Math.min(highest, id.number()));
            more.computeIfAbsent(print, another -> new TreeSet<>()).add(lower);
        }
    }

    void add(IdempotencyKey key, SessionId id) {
        add(text(key), id);
    }

    /** Removes an id from a text, if it is there. */
    void remove(String text, SessionId id) {
        long print = print(text, point);
        NavigableSet<SessionId> others = more.getOrDefault(print, new TreeSet<>());
        if (ids.getOrDefault(print, NONE) != id.number()) {
            others.remove(id);
        } else if (others.isEmpty()) {
            ids.remove(print);
        } else {
            ids.put(print, others.pollLast().number());
        }
        if (others.isEmpty()) {
            more.remove(print);
        }
    }

    void remove(IdempotencyKey key, SessionId id) {
        remove(text(key), id);
    }

    /** All ids that were added under a text, the highest first, and perhaps some that were not. To be used at once. */
    Stream<SessionId> candidates(String text) {
        long print = print(text, point);
        int highest = ids.getOrDefault(print, NONE);
        if (highest == NONE) {
            return Stream.empty();
        }
        NavigableSet<SessionId> others = more.getOrDefault(print, new TreeSet<>());
        return Stream.concat(Stream.of(new SessionId(highest)), others.descendingSet().stream());
    }

    Stream<SessionId> candidates(IdempotencyKey key) {
        return candidates(text(key));
    }

    /** A key has no line break. */
    private static String text(IdempotencyKey key) {
        return key.user().orElse("") + '\n' + key.text();
    }

    /** The polynomial of a text, whose first coefficient is 1, at a point below the prime. */
    static long print(String text, long point) {
        long sum = 1;
        for (int i = 0; i < text.length(); i++) {
            sum = modulo(multiply(sum, point) + text.charAt(i));
        }
        return sum;
    }

    /** Two numbers below the prime. Modulo the prime 2^61 is 1, so the parts of 61 bits are added: 62 bits at most. */
    private static long multiply(long one, long other) {
        long high = Math.multiplyHigh(one, other);
        long low = one * other;
        return (low & PRIME) + ((high << (Long.SIZE - PRIME_BITS)) | (low >>> PRIME_BITS));
    }

    private static long modulo(long value) {
        long rest = (value & PRIME) + (value >>> PRIME_BITS);
        return rest >= PRIME ? rest - PRIME : rest;
    }
}
