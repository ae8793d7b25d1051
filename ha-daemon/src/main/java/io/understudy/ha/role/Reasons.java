package io.understudy.ha.role;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Why a node keeps, or will keep, out of the election.
 *
 * @param texts a sentence for each cause
 */
public record Reasons(Map<Cause, String> texts) {

    /** None: the node may join. */
    public static final Reasons NONE = new Reasons(Map.of());

    public Reasons {
        Map<Cause, String> copy = new EnumMap<>(Cause.class);
        copy.putAll(texts);
        texts = Collections.unmodifiableMap(copy);
    }

    /** One reason. */
    public static Reasons of(Cause cause, String text) {
        return new Reasons(Map.of(cause, text));
    }

    /** These reasons and one more, which replaces an earlier one of the same cause. */
    public Reasons with(Cause cause, String text) {
        Map<Cause, String> more = new EnumMap<>(Cause.class);
        more.putAll(texts);
        more.put(cause, text);
        return new Reasons(more);
    }

    /** These reasons without those of a cause. */
    public Reasons without(Cause cause) {
        Map<Cause, String> fewer = new EnumMap<>(Cause.class);
        fewer.putAll(texts);
        fewer.remove(cause);
        return new Reasons(fewer);
    }

    /** Whether a cause is among them. */
    public boolean has(Cause cause) {
        return texts.containsKey(cause);
    }

    /** Whether there is none. */
    public boolean none() {
        return texts.isEmpty();
    }

    /** The sentences alone. */
    public List<String> sentences() {
        return List.copyOf(texts.values());
    }

    @Override
    public String toString() {
        return String.join("; ", texts.values());
    }
}
