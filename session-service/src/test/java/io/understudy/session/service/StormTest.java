package io.understudy.session.service;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In bad weather: every session that was promised is there, with its id; one key makes one session and one application;
 * nobody sees a state that YARN never had; what was deleted is gone and killed, and nothing else is.
 */
final class StormTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyPromiseIsKept(long seed) {
        try {
            new Storm(seed).rage(Duration.ofMinutes(4));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
