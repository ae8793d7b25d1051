package io.understudy.fencing.testing;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.Term;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The fence on one session of an {@link InMemoryStore}; a test says whether the session holds the lock. */
public final class InMemoryFence implements Fence {

    private final InMemoryStore store;
    private final long session;
    private final Duration sessionTimeout;
    private final BooleanSupplier holdsLock;
    private final Executor loop;
    private final LongSupplier nanoTime;

    /**
     * @param holdsLock asked when a term is to be won with a lock as proof
     * @param loop on which calls are handled and answered
     */
    public InMemoryFence(
            InMemoryStore store,
            long session,
            Duration sessionTimeout,
            BooleanSupplier holdsLock,
            Executor loop,
            LongSupplier nanoTime) {
        this.store = store;
        this.session = session;
        this.sessionTimeout = sessionTimeout;
        this.holdsLock = holdsLock;
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    @Override
    public void raise(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
        loop.execute(() -> reply.accept(raise(candidate, proof, memory)));
    }

    private Raised raise(Candidate candidate, LockProof proof, StoreMemory memory) {
        boolean isOther =
                memory.store().filter(known -> !known.equals(store.identity())).isPresent();
        if (isOther || store.epoch().isBefore(memory.epoch())) {
            return new Raised.Refused("This store is not the one that this node has worked with. Restore it.");
        }
        if (store.format() > candidate.format()) {
            return new Raised.Refused(
                    "This store needs format %d, and this build knows formats up to %d. Install another."
                            .formatted(store.format(), candidate.format()));
        }
        if (proof instanceof LockProof.HeldLock && !holdsLock.getAsBoolean()) {
            return new Raised.LockNotHeld("The lock is held by another session.");
        }
        Term term = store.win(candidate, session);
        return new Raised.Won(new InMemoryFencedStore(store, term, sessionTimeout, loop, nanoTime));
    }
}
