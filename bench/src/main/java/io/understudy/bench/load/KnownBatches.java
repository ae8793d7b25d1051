package io.understudy.bench.load;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/** The batches that clients made last: what one has made all work with. Any thread may call. */
final class KnownBatches {

    private static final int MOST = 24;

    private final AtomicReferenceArray<Long> ids = new AtomicReferenceArray<>(MOST);
    private final AtomicLong count = new AtomicLong();

    /** A batch that exists. */
    void add(long id) {
        ids.set((int) (count.getAndIncrement() % MOST), id);
    }

    /** Any of them; empty if there is none yet. */
    OptionalLong any(RandomGenerator random) {
        int known = (int) Math.min(count.get(), MOST);
        return known == 0
                ? OptionalLong.empty()
                : Optional.ofNullable(ids.get(random.nextInt(known)))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty());
    }
}
