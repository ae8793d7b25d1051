package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.fail;

/** YARN, which takes whatever it is told: only the gate keeps an old active from submitting. */
final class SimYarn {

    private long lastEpoch;
    private long submissions;

    void submit(long epoch) {
        if (epoch < lastEpoch) {
            fail("I6: epoch %s submitted to YARN after epoch %s had", epoch, lastEpoch);
        }
        lastEpoch = epoch;
        submissions++;
    }

    long submissions() {
        return submissions;
    }
}
