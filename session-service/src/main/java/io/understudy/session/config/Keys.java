package io.understudy.session.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys that a program knows.
 *
 * @param declared in the order of the reference
 * @param retired names of keys that were known once, each with a sentence that says what to do now
 */
public record Keys(List<Key<?>> declared, Map<String, String> retired) {

    public Keys {
        declared = List.copyOf(declared);
        retired = Map.copyOf(retired);
    }

    /** Keys of which none was retired yet. */
    public static Keys of(Key<?>... declared) {
        return new Keys(List.of(declared), Map.of());
    }

    /** These keys and others. */
    public Keys and(Keys others) {
        Map<String, String> bothRetired = new TreeMap<>(retired);
        bothRetired.putAll(others.retired);
        return new Keys(
                Stream.concat(declared.stream(), others.declared.stream()).toList(), bothRetired);
    }

    /** The declared key that {@code name} is, or is of the family of. */
    Optional<Key<?>> find(String name) {
        return declared.stream().filter(key -> key.matches(name)).findFirst();
    }

    /** Whether {@code name} is a key whose value must not be seen. */
    boolean isSecret(String name) {
        return find(name).filter(Key::secret).isPresent();
    }

    /** The declared name that is spelt most like {@code name}. */
    String nearest(String name) {
        return declared.stream()
                .map(Key::name)
                .min(Comparator.comparingInt(candidate -> distance(candidate, name)))
                .orElse("");
    }

    /** The rows of the reference: one Markdown table row per key. */
    public String markdown() {
        StringBuilder rows = new StringBuilder("| key | default | value | |\n|---|---|---|---|\n");
        for (Key<?> key : declared) {
            String fallback = key.demand().isPresent()
                    ? "*required*"
                    : key.fallback()
                            .filter(value -> !value.isEmpty())
                            .map(value -> "`" + value + "`")
                            .orElse("");
            rows.append("| `%s` | %s | %s | %s |\n"
                    .formatted(key.name(), fallback, key.format().expected(), key.doc()));
        }
        return rows.toString();
    }

    /** Levenshtein's distance: how many letters to insert, drop or change. */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
