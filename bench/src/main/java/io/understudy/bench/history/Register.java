package io.understudy.bench.history;

import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Outcome.Absent;
import io.understudy.bench.history.Outcome.Deleted;
import io.understudy.bench.history.Outcome.Exists;
import io.understudy.bench.history.Outcome.Gone;
import io.understudy.bench.history.Outcome.Unknown;
import java.util.Optional;

/** One batch in an atomic service: absent, then existing, then deleted for good. */
sealed interface Register {

    /** What it is after an operation took effect; empty if it could not have had this outcome. */
    Optional<Register> after(Operation operation);

    /** Not made yet. */
    record Before() implements Register {

        @Override
        public Optional<Register> after(Operation operation) {
            boolean creates = operation.call() instanceof Create;
            if (creates && operation.outcome() instanceof Exists made) {
                return Optional.of(new Present(made.state()));
            } else if (creates && operation.outcome() instanceof Unknown) {
                return Optional.of(new Present(BatchState.STARTING));
            }
            return operation.outcome() instanceof Absent ? Optional.of(this) : Optional.empty();
        }
    }

    /**
     * There.
     *
     * @param state the last that was seen. It goes on by itself, unseen: as late as possible, which forbids least.
     */
    record Present(BatchState state) implements Register {

        @Override
        public Optional<Register> after(Operation operation) {
            if (operation.outcome() instanceof Exists seen) {
                return state.mayBecome(seen.state()) ? Optional.of(new Present(seen.state())) : Optional.empty();
            }
            boolean mayDelete = operation.outcome() instanceof Deleted || operation.outcome() instanceof Unknown;
            return mayDelete && operation.call() instanceof Delete delete
                    ? Optional.of(new After(delete.key()))
                    : Optional.empty();
        }
    }

    /**
     * Deleted.
     *
     * @param key of the request that did it: it is told so again, all others that there is no such batch
     */
    record After(String key) implements Register {

        @Override
        public Optional<Register> after(Operation operation) {
            boolean own =
                    operation.call() instanceof Delete delete && delete.key().equals(key);
            boolean possible = own
                    ? operation.outcome() instanceof Deleted
                    : operation.outcome() instanceof Absent || operation.outcome() instanceof Gone;
            return possible ? Optional.of(this) : Optional.empty();
        }
    }
}
