package io.understudy.session.config;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checked values of declared keys: every one parses, every required one is there. Immutable. */
public final class Settings {

    private final Map<String, String> values;
    private final Map<String, String> shown;
    private final Keys keys;

    /**
     * What a program goes by, for people who compare.
     *
     * @param value as it is written; empty if it is nobody's business, or if there is none
     * @param set whether it was set; it is the default otherwise
     */
    public record Shown(Optional<String> value, boolean set) {}

    private Settings(Map<String, String> values, Keys keys) {
        this.keys = keys;
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
        Map<String, String> open = new TreeMap<>(values);
        open.keySet().removeIf(keys::isSecret);
        this.shown = Collections.unmodifiableMap(open);
    }

    /**
     * Checks values against the keys that are known. Blank values count as not set.
     *
     * @throws InvalidConfiguration naming the first unknown or retired key, value that does not parse, or missing key
     */
    public static Settings check(Map<String, String> raw, Keys keys) throws InvalidConfiguration {
        Map<String, String> values = new TreeMap<>(raw);
        values.values().removeIf(String::isBlank);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            checkValue(entry.getKey(), entry.getValue(), keys);
        }
        for (Key<?> key : keys.declared()) {
            if (key.demand().isPresent() && !key.isFamily() && !values.containsKey(key.name())) {
                throw new InvalidConfiguration(missing(key));
            }
        }
        return new Settings(values, keys);
    }

    private static void checkValue(String name, String value, Keys keys) throws InvalidConfiguration {
        if (keys.retired().containsKey(name)) {
            throw new InvalidConfiguration(
                    name + " is no longer a key: " + keys.retired().get(name));
        }
        Optional<Key<?>> key = keys.find(name);
        if (key.isEmpty()) {
            throw new InvalidConfiguration(unknown(name, keys));
        }
        Format<?> format = key.get().format();
        if (format.parse(value).isEmpty()) {
            String is = key.get().secret() ? "a secret" : '"' + value.strip() + '"';
            throw new InvalidConfiguration("%s is %s: it must be %s".formatted(name, is, format.expected()));
        }
    }

    private static String unknown(String name, Keys keys) {
        boolean ours = name.startsWith("ha.") || name.startsWith("session.");
        return ours
                ? "%s is not a key: did you mean %s? docs/configuration.md has them all"
                        .formatted(name, keys.nearest(name))
                : name + " is not a key of Understudy: move it to your cluster's own core-site.xml or yarn-site.xml";
    }

    private static String missing(Key<?> key) {
        return "%s is not set: put %s into %s"
                .formatted(key.name(), key.demand().orElse("it"), key.file());
    }

    /** The value of a key that is required or has a default. */
    public <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException(key.name() + " has no default: use find"));
    }

    /**
     * The value of a key of a family that this program cannot do without.
     *
     * @throws InvalidConfiguration if it is not set and has no default
     */
    public <T> T require(Key<T> key) throws InvalidConfiguration {
        return find(key).orElseThrow(() -> new InvalidConfiguration(missing(key)));
    }

    /** The value of a key; empty if it is not set and has no default. */
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable(values.get(key.name()))
                .or(key::fallback)
                .flatMap(text -> key.format().parse(text));
    }

    /** What this program goes by, by name: what was set, and the defaults of what was not. */
    public Map<String, Shown> effective() {
        Map<String, Shown> effective = new TreeMap<>();
        for (Key<?> key : keys.declared()) {
            if (!key.isFamily() && !key.secret() && key.fallback().isPresent()) {
                effective.put(key.name(), new Shown(key.fallback(), false));
            }
        }
        values.keySet().forEach(name -> effective.put(name, new Shown(Optional.ofNullable(shown.get(name)), true)));
        return effective;
    }

    /** What was set, by name, as it was written; without what is secret. */
    public Map<String, String> values() {
        return shown;
    }
}
