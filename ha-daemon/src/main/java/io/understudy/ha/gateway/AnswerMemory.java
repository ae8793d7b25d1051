package io.understudy.ha.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for answers of other nodes that are taken in whole, or begun, and have not gone out to their clients yet:
 * bounded, whatever clients ask for and however slowly they read. Any thread may call.
 */
final class AnswerMemory {

    private static final long CLOSED = -1;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** @param limit in bytes, for all answers together */
    AnswerMemory(long limit) {
        this.limit = limit;
    }

    /** The share of one answer, empty. */
    Share share() {
        return new Share();
    }

    /** Bytes in use. */
    long taken() {
        return taken.get();
    }

    private boolean take(int bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** What one answer has of the memory. */
    final class Share {

        private final AtomicLong held = new AtomicLong();

        /** Takes {@code bytes} more; false if there is no room for them, or if all was given back already. */
        boolean take(int bytes) {
            if (!AnswerMemory.this.take(bytes)) {
                return false;
            }
            long before = held.getAndUpdate(had -> had == CLOSED ? CLOSED : had + bytes);
            if (before == CLOSED) {
                taken.addAndGet(-bytes);
            }
            return before != CLOSED;
        }

        /** Gives everything back, for good; again does nothing. */
        void giveBack() {
            long had = held.getAndSet(CLOSED);
            if (had != CLOSED) {
                taken.addAndGet(-had);
            }
        }
    }
}
