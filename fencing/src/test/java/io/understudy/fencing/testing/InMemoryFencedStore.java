package io.understudy.fencing.testing;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Unknown;
import io.understudy.fencing.WriteOutcome.Written;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The door of one term to an {@link InMemoryStore}, with the weather under control: answers can be kept back, outcomes
 * left unknown, the session lost. Calls are handled on an executor, one after the other.
 */
public final class InMemoryFencedStore implements FencedStore {

    private static final Unknown SESSION_GONE = new Unknown("the ZooKeeper session ended");
    private static final Deposed CLOSED = new Deposed("this node has closed the store");

    private final InMemoryStore store;
    private final Term term;
    private final Duration sessionTimeout;
    private final Executor loop;
    private final LongSupplier nanoTime;
    private final Deque<Weather> forecast = new ArrayDeque<>();
    private final Deque<Runnable> keptBack = new ArrayDeque<>();
    private boolean keepsBack;
    private boolean sessionLost;
    private boolean closed;
    private volatile long acknowledgedAt;

    /** What befalls one write. */
    public enum Weather {
        /** Nothing. */
        CALM,
        /** It is applied, but nobody hears of it. */
        APPLIED_BUT_UNKNOWN,
        /** It is not applied, and nobody hears of it. */
        LOST_AND_UNKNOWN
    }

    /**
     * @param loop on which calls are handled and answered; one thread, or the caller's
     * @param nanoTime the clock of {@link #acknowledgedAt()}
     */
    public InMemoryFencedStore(
            InMemoryStore store, Term term, Duration sessionTimeout, Executor loop, LongSupplier nanoTime) {
        this.store = store;
        this.term = term;
        this.sessionTimeout = sessionTimeout;
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.acknowledgedAt = nanoTime.getAsLong();
    }

    /** Wins a term for {@code node} on {@code store}; its door answers at once, on the caller's thread. */
    public static InMemoryFencedStore win(InMemoryStore store, String node) {
        return new InMemoryFencedStore(store, store.win(node), Duration.ofSeconds(6), Runnable::run, System::nanoTime);
    }

    /** What befalls the next writes, one each; calm after that. */
    public synchronized void forecast(Weather... weather) {
        forecast.addAll(List.of(weather));
    }

    /** Random weather for the next {@code writes}: about one in eight is lost on either way. */
    public synchronized void forecast(Random random, int writes) {
        for (int i = 0; i < writes; i++) {
            forecast.add(
                    switch (random.nextInt(16)) {
                        case 0 -> Weather.APPLIED_BUT_UNKNOWN;
                        case 1 -> Weather.LOST_AND_UNKNOWN;
                        default -> Weather.CALM;
                    });
        }
    }

    /** From now on writes are handed to the store, but not answered until {@link #letGo()}. */
    public synchronized void keepBack() {
        keepsBack = true;
    }

    /** Gives the answers that were kept back, in their order. */
    public void letGo() {
        List<Runnable> answers;
        synchronized (this) {
            keepsBack = false;
            answers = List.copyOf(keptBack);
            keptBack.clear();
        }
        answers.forEach(loop::execute);
    }

    /** The session ends: answers that were kept back, and all later ones, are unknown. */
    public void loseSession() {
        synchronized (this) {
            sessionLost = true;
        }
        letGo();
    }

    @Override
    public Term term() {
        return term;
    }

    @Override
    public Duration sessionTimeout() {
        return sessionTimeout;
    }

    @Override
    public void write(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
        List<WriteOp> handedIn = FencedStore.permitted(ops);
        loop.execute(() -> handle(handedIn, reply));
    }

    @Override
    public void heartbeat(Consumer<WriteOutcome> reply) {
        write(List.of(), reply);
    }

    @Override
    public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
        List<String> wanted = List.copyOf(paths);
        loop.execute(() -> reply.accept(
                mayRead()
                        ? new ReadOutcome.Found<>(
                                wanted.stream().map(store::read).toList())
                        : new ReadOutcome.Failed<>(CLOSED.why())));
    }

    @Override
    public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
        loop.execute(() -> reply.accept(
                mayRead() ? new ReadOutcome.Found<>(store.children(path)) : new ReadOutcome.Failed<>(CLOSED.why())));
    }

    @Override
    public long acknowledgedAt() {
        return acknowledgedAt;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        letGo();
    }

    private void handle(List<WriteOp> ops, Consumer<WriteOutcome> reply) {
        long sentAt = nanoTime.getAsLong();
        WriteOutcome outcome;
        synchronized (this) {
            outcome = outcome(ops);
            if (keepsBack && !closed && !sessionLost) {
                keptBack.add(() -> reply.accept(afterwards(outcome, sentAt)));
                return;
            }
        }
        reply.accept(acknowledged(outcome, sentAt));
    }

    private WriteOutcome outcome(List<WriteOp> ops) {
        if (closed) {
            return CLOSED;
        }
        if (sessionLost) {
            return SESSION_GONE;
        }
        Weather weather = forecast.isEmpty() ? Weather.CALM : forecast.remove();
        if (weather == Weather.LOST_AND_UNKNOWN) {
            return new Unknown("lost on the way");
        }
        WriteOutcome outcome = store.write(term, ops);
        return weather == Weather.CALM ? outcome : new Unknown("lost on the way back");
    }

    /** An answer that was kept back is not known any more if the session ended or the door was closed meanwhile. */
    private synchronized WriteOutcome afterwards(WriteOutcome outcome, long sentAt) {
        if (closed || sessionLost) {
            return closed ? new Unknown(CLOSED.why()) : SESSION_GONE;
        }
        return acknowledged(outcome, sentAt);
    }

    private WriteOutcome acknowledged(WriteOutcome outcome, long sentAt) {
        if (outcome instanceof Written) {
            acknowledgedAt = sentAt;
        }
        return outcome;
    }

    private synchronized boolean mayRead() {
        return !closed && !sessionLost;
    }
}
