package io.understudy.session.service;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In bad weather: every session that was promised is there, with its id; one key makes one session and one application;
 * nobody sees a state that YARN never had; what was deleted is gone and killed, and nothing else is.
 */
final class StormTest {

    /** As many as the system property {@code storm.seeds} says. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("storm.seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPromiseIsKept(long seed) {
        try {
            new Storm(seed).rage(Duration.ofMinutes(4));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
