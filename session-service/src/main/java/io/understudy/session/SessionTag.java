package io.understudy.session;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The YARN tag by which an application proves whose it is, in lower case as YARN keeps tags:
 * {@code understudy-<8 hex of the store>-<id>-<8 random>}. The random part tells the ids of a restored store from those
 * given before.
 *
 * @param store brief identity of the store
 * @param id the session
 * @param random drawn when the session was made
 */
public record SessionTag(String store, SessionId id, String random) {

    private static final Pattern TEXT = Pattern.compile("understudy-([0-9a-f]{8})-([0-9]{1,10})-([0-9a-z]{8})");
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

    /** Draws the tag of a new session. */
    public static SessionTag draw(String store, SessionId id, RandomGenerator random) {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SessionTag(store, id, drawn.toString());
    }

    /** Reads a tag; empty if it is not that of a session. */
    public static Optional<SessionTag> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? SessionId.parse(matcher.group(2)).map(id -> new SessionTag(matcher.group(1), id, matcher.group(3)))
                : Optional.empty();
    }

    /** The tag that all applications of a store carry beside their session's. */
    public static String ofStore(String store) {
        return "understudy-" + store;
    }

    /** The store's tag that goes with this one. */
    public String storeTag() {
        return ofStore(store);
    }

    @Override
    public String toString() {
        return storeTag() + "-" + id + "-" + random;
    }
}
