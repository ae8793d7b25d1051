package io.understudy.bench;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Keeps a number of operations under way until enough are done. */
final class InFlight {

    private static final long LIMIT_SECONDS = 300;

    private InFlight() {}

    /** An operation that ends some time after it was begun. */
    interface Operation {

        /**
         * Begins number {@code index}.
         *
         * @param done called once, on any thread, with what went wrong, or null
         */
        void begin(int index, Done done);
    }

    /** The end of an operation. */
    interface Done {

        void ok();

        void failed(String why);
    }

    /** Operations per second. */
    static double rate(int count, int inFlight, Operation operation) throws InterruptedException {
        Semaphore places = new Semaphore(inFlight);
        CountDownLatch missing = new CountDownLatch(count);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        Done done = new Done() {
            @Override
            public void ok() {
                places.release();
                missing.countDown();
            }

            @Override
            public void failed(String why) {
                failures.add(why);
                ok();
            }
        };
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (!places.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer for " + LIMIT_SECONDS + " s");
            }
            operation.begin(i, done);
        }
        if (!missing.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer for " + LIMIT_SECONDS + " s");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!failures.isEmpty()) {
            throw new IllegalStateException("an operation failed: " + failures.peek());
        }
        return count / seconds;
    }
}
