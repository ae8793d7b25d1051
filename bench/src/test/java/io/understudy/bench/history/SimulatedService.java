package io.understudy.bench.history;

import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Call.Get;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Does one thing at a time, as the real service promises to look. */
final class SimulatedService {

    private static final List<BatchState> STATES = List.of(BatchState.values());

    private final Random random;
    private final Map<String, Long> ids = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();

    private static final class Batch {
        private BatchState state = BatchState.STARTING;
        private String deletedBy = "";
    }

    SimulatedService(Random random) {
        this.random = random;
    }

    int batches() {
        return batches.size();
    }

    /** Carries out a call, at this moment. */
    Outcome apply(Call call) {
        if (call instanceof Create create) {
            Long known = ids.get(create.key());
            long id = known == null ? batches.size() : known;
            if (known == null) {
                ids.put(create.key(), id);
                batches.add(new Batch());
            }
            return isDeleted(id) ? new Outcome.Gone() : new Outcome.Exists(id, batch(id).state);
        } else if (call instanceof Delete delete) {
            if (isDeleted(delete.id())) {
                return batch(delete.id()).deletedBy.equals(delete.key()) ? new Outcome.Deleted() : new Outcome.Absent();
            }
            batch(delete.id()).deletedBy = delete.key();
            return new Outcome.Deleted();
        }
        long id = ((Get) call).id();
        return isDeleted(id) ? new Outcome.Absent() : new Outcome.Exists(id, batch(id).state);
    }

    /** Lets some batch go on. */
    void goOn() {
        if (!batches.isEmpty()) {
            Batch batch = batches.get(random.nextInt(batches.size()));
            BatchState next = STATES.get(random.nextInt(STATES.size()));
            batch.state = batch.state.mayBecome(next) ? next : batch.state;
        }
    }

    private boolean isDeleted(long id) {
        return !batch(id).deletedBy.isEmpty();
    }

    private Batch batch(long id) {
        return batches.get((int) id);
    }
}
