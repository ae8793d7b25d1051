package io.understudy.bench.history;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes down what clients do. Any thread may call. */
public final class History {

    private final LongSupplier nanoTime;
    private final Queue<Begun> calls = new ConcurrentLinkedQueue<>();

    /** @param nanoTime one clock for all clients */
    public History(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A call that is about to be made. It counts from now on, though its outcome stays unknown until it is told. */
    public Begun begin(int client, Call call) {
        Begun begun = new Begun(client, call, nanoTime.getAsLong());
        calls.add(begun);
        return begun;
    }

    /** All operations so far; those under way as unknown. */
    public List<Operation> operations() {
        return calls.stream().map(Begun::operation).toList();
    }

    /** A call under way. */
    public final class Begun {

        private final int client;
        private final Call call;
        private final long at;
        private volatile @Nullable Operation done;

        private Begun(int client, Call call, long at) {
            this.client = client;
            this.call = call;
            this.at = at;
        }

        /** Its outcome is known as of now. Called once. */
        public void ended(Outcome outcome) {
            done = new Operation(client, call, outcome, at, nanoTime.getAsLong());
        }

        private Operation operation() {
            Operation known = done;
            return known == null ? new Operation(client, call, new Outcome.Unknown("under way"), at, at) : known;
        }
    }
}
