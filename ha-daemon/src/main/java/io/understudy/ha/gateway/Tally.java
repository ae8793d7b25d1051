package io.understudy.ha.gateway;

import java.util.concurrent.atomic.LongAdder;

/** Counts requests that did not find an active at once, since this node began. Any thread may call. */
final class Tally {

    private final LongAdder held = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void held() {
        held.increment();
    }

    void failed() {
        failed.increment();
    }

    Traffic.Counts counts() {
        return new Traffic.Counts(held.sum(), failed.sum());
    }
}
