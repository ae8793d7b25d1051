package io.understudy.ha.role;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long seeded walks over the machine: after every step the rules hold, and there is a way out of every role. */
final class RoleWalkTest {

    private static final int STEPS = 20_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theRulesHoldOnEveryWalk(long seed) {
        Walk walk = new Walk(seed);
        for (int step = 0; step < STEPS; step++) {
            try {
                walk.step();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
            }
        }
        walk.sawEverything();
    }
}
