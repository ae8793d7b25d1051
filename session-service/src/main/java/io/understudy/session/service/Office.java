package io.understudy.session.service;

import io.understudy.fencing.Gate;
import io.understudy.fencing.Term;
import io.understudy.session.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The term of office as the use cases see it: whether they may act, what time it is, and the way back onto the loop.
 * Belongs to one activation. {@link #gate} may be asked by any thread; the rest belongs to the loop.
 */
final class Office {

    private final Loop loop;
    private final Term term;
    private final Gate gate;
    private final long begun;
    private volatile boolean entered;
    private boolean left;

    Office(Loop loop, Term term, Gate gate) {
        this.loop = loop;
        this.term = term;
        this.gate = gate;
        this.begun = loop.nanoTime();
    }

    Term term() {
        return term;
    }

    /** Shut before the office is entered and for good once it is handed over, whatever later activations do. */
    Gate gate() {
        return this::mayAct;
    }

    /** Whether a client may be answered, a write begun or YARN be called at this moment. */
    boolean mayAct() {
        return entered && gate.isOpen();
    }

    /** Everything is known: from here on it may act. */
    void enter() {
        entered = true;
    }

    /** No more acts from here on; what is in flight still comes back. */
    void handOver() {
        entered = false;
    }

    /** Nothing comes back any more. */
    void leave() {
        left = true;
    }

    /** ZooKeeper's clock, carried on from the moment at which the term was won. */
    Instant now() {
        return term.since().plusNanos(loop.nanoTime() - begun);
    }

    /** How long ago the term was won. */
    Duration age() {
        return Duration.ofNanos(loop.nanoTime() - begun);
    }

    /** What this node's own clock says. */
    Instant wallClock() {
        return loop.now();
    }

    Stamp stamp() {
        return new Stamp(now(), term.node(), term.epoch());
    }

    /** Brings the reply of a port onto the loop. It is dropped if the office was left meanwhile. */
    <T> Consumer<T> onLoop(Consumer<T> handler) {
        return reply -> loop.execute(() -> {
            if (!left) {
                handler.accept(reply);
            }
        });
    }

    /** Brings the reply of a port onto the loop, also after the office was left. */
    <T> Consumer<T> onLoopForGood(Consumer<T> handler) {
        return reply -> loop.execute(() -> handler.accept(reply));
    }

    boolean isLeft() {
        return left;
    }

    /** Runs {@code task} on the loop later, unless the office was left by then. */
    void after(Duration delay, Runnable task) {
        loop.after(delay, () -> {
            if (!left) {
                task.run();
            }
        });
    }

    long nanoTime() {
        return loop.nanoTime();
    }
}
