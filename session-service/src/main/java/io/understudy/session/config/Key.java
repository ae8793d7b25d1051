package io.understudy.session.config;

import java.util.Optional;

/**
 * A key of the configuration, declared once.
 *
 * @param name its full name; {@code <node>} at the end stands for any text and makes it a family of keys
 * @param format how values are written
 * @param fallback the value where none is set
 * @param demand for a key that must be set: what to put there
 * @param secret whether its value is nobody's business: it is never printed, hashed or shown
 * @param doc a sentence for the reference
 */
public record Key<T>(
        String name, Format<T> format, Optional<String> fallback, Optional<String> demand, boolean secret, String doc) {

    public Key {
        if (fallback.isPresent() && format.parse(fallback.get()).isEmpty()) {
            throw new IllegalArgumentException("the default of " + name + " must be " + format.expected());
        }
    }

    /** A key with a default. */
    public static <T> Key<T> of(String name, Format<T> format, String fallback, String doc) {
        return new Key<>(name, format, Optional.of(fallback), Optional.empty(), false, doc);
    }

    /** A key that may be absent: ask {@link Settings#find}. */
    public static <T> Key<T> optional(String name, Format<T> format, String doc) {
        return new Key<>(name, format, Optional.empty(), Optional.empty(), false, doc);
    }

    /**
     * A key that must be set.
     *
     * @param demand follows "put", such as "the host:port list of your ZooKeeper servers"
     */
    public static <T> Key<T> required(String name, Format<T> format, String demand, String doc) {
        return new Key<>(name, format, Optional.empty(), Optional.of(demand), false, doc);
    }

    /** A key that may be absent and whose value is secret: ask {@link Secrets#find}. */
    public static Key<String> secret(String name, String expected, String doc) {
        return new Key<>(name, Format.text(expected, "(?s).+"), Optional.empty(), Optional.empty(), true, doc);
    }

    /** The same key for a program that can do without it. */
    public Key<T> withoutDemand() {
        return new Key<>(name, format, fallback, Optional.empty(), secret, doc);
    }

    /** The key of a family for one member, such as a node's id. */
    public Key<T> at(String member) {
        return new Key<>(stem() + member, format, fallback, demand, secret, doc);
    }

    /** Whether {@code other} is this key or one of its family. */
    boolean matches(String other) {
        return isFamily() ? other.startsWith(stem()) && other.length() > stem().length() : name.equals(other);
    }

    boolean isFamily() {
        return name.endsWith(">");
    }

    /** The file where it belongs, as operators know it. */
    String file() {
        return name.startsWith("session.") ? "conf/session-site.xml" : "conf/ha-site.xml";
    }

    private String stem() {
        return isFamily() ? name.substring(0, name.indexOf('<')) : name;
    }
}
