package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.fail;

import java.util.function.BooleanSupplier;

/** YARN, which takes whatever it is told: only the gate keeps an old active from submitting. */
final class SimYarn {

    private final BooleanSupplier excused;
    private long lastEpoch;

    /** @param excused whether the gate promises nothing now */
    SimYarn(BooleanSupplier excused) {
        this.excused = excused;
    }

    void submit(long epoch) {
        if (epoch < lastEpoch && !excused.getAsBoolean()) {
            fail("I6: epoch %s submitted to YARN after epoch %s had", epoch, lastEpoch);
        }
        lastEpoch = epoch;
    }
}
