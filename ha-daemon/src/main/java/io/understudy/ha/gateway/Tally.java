package io.understudy.ha.gateway;

import java.util.concurrent.atomic.LongAdder;

/** Counts requests of this node's clients, since this node began. Any thread may call. */
final class Tally {

    private final LongAdder held = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder forwarded = new LongAdder();

    void held() {
        held.increment();
    }

    void failed() {
        failed.increment();
    }

    void served() {
        served.increment();
    }

    void forwarded() {
        forwarded.increment();
    }

    Traffic.Answers answers() {
        return new Traffic.Answers(served.sum(), forwarded.sum());
    }

    Traffic.Counts counts() {
        return new Traffic.Counts(held.sum(), failed.sum());
    }
}
