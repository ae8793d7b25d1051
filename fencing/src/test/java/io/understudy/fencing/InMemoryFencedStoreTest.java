package io.understudy.fencing;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.testing.InMemoryFence;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.fencing.testing.Reply;
import java.time.Duration;

/** The store in memory keeps the contract of the real one. */
final class InMemoryFencedStoreTest extends FencedStoreContract {

    private final InMemoryStore store = InMemoryStore.create();
    private int sessions;

    @Override
    Raised raise(String node, int format) {
        Reply<Raised> reply = new Reply<>();
        sessions++;
        new InMemoryFence(store, sessions, Duration.ofSeconds(6), () -> false, Runnable::run, System::nanoTime)
                .raise(
                        new Candidate(node, node + "-" + sessions, "yarn", format),
                        new LockProof.CompareAndSet(),
                        StoreMemory.NOTHING,
                        reply);
        return reply.await();
    }

    @Override
    void leave(FormatRequest request) {
        store.leave(request);
    }
}
