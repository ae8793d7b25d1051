package io.understudy.ha.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A registry that is filled once, with what is so now. Names are given as Micrometer has them: dots become underscores,
 * and the unit and {@code _total} are added.
 */
record Sheet(MeterRegistry registry) {

    private static final double NANOS = 1e9;

    /** A number that goes up and down. */
    void gauge(String name, String help, Number value, String... labels) {
        gauge(name, null, help, value, labels);
    }

    /** Whether something is so: 1 or 0. */
    void flag(String name, String help, boolean is, String... labels) {
        gauge(name, help, is ? 1 : 0, labels);
    }

    /** One of several: a series for each, of which the one that is so is 1. */
    void choice(String name, String help, String label, Collection<String> all, String chosen) {
        all.forEach(one -> flag(name, help, one.equals(chosen), label, one));
    }

    /** A length of time. */
    void seconds(String name, String help, Duration length) {
        gauge(name, "seconds", help, length.toNanos() / NANOS);
    }

    /** A number that only grows while the process lives. */
    void counter(String name, String help, long count, String... labels) {
        Counter.builder(name).description(help).tags(labels).register(registry).increment((double) count);
    }

    private void gauge(String name, @Nullable String unit, String help, Number value, String... labels) {
        Gauge.builder(name, () -> value)
                .description(help)
                .baseUnit(unit)
                .tags(labels)
                .register(registry);
    }
}
