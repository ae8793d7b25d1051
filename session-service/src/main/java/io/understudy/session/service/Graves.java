package io.understudy.session.service;

import java.time.Duration;

/** Has graves removed that nobody needs any more, now and then. Belongs to the loop. */
final class Graves {

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration LEAST = Duration.ofHours(24);

    private final Office office;
    private final SessionStore store;
    private final Duration keep;
    private boolean waiting;

    /**
     * @param doubt how long an attempt may be in doubt: its node's grave is kept longer than that
     */
    Graves(Office office, SessionStore store, Duration doubt) {
        this.office = office;
        this.store = store;
        this.keep = LEAST.plus(doubt);
    }

    void round() {
        if (!waiting) {
            waiting = true;
            store.sweepGraves(office.now().minus(keep), removed -> {});
            office.after(PAUSE, () -> waiting = false);
        }
    }
}
