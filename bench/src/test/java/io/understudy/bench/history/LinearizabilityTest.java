package io.understudy.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Call.Get;
import io.understudy.bench.history.Outcome.Absent;
import io.understudy.bench.history.Outcome.Deleted;
import io.understudy.bench.history.Outcome.Exists;
import io.understudy.bench.history.Outcome.Gone;
import io.understudy.bench.history.Outcome.Refused;
import io.understudy.bench.history.Outcome.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The judge lets pass what an atomic service could have answered, and nothing else. */
final class LinearizabilityTest {

    private static final int SEEDS = 300;
    private static final int STEPS = 500;
    private static final Outcome STARTING = exists(BatchState.STARTING);
    private static final Outcome RUNNING = exists(BatchState.RUNNING);

    @Test
    void acceptsWhatAnAtomicServiceAnswers() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(Linearizability.violations(SimulatedClients.history(seed, STEPS)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void acceptsALongHistoryOfOneBatch() {
        List<Operation> history = new ArrayList<>();
        history.add(create(0, 10, STARTING));
        for (int i = 0; i < 8_000; i++) {
            history.add(get(20 + i, 28 + i, i < 4_000 ? STARTING : RUNNING));
        }
        assertThat(Linearizability.violations(history)).isEmpty();
    }

    @Test
    void rejectsAStaleRead() {
        assertRejects((history, random) -> pick(pairs(history, seen(BatchState.RUNNING), isGet()), random)
                .map(pair -> with(history, pair.later(), exists(pair.id(), BatchState.STARTING))));
    }

    /** From some look on, all find nothing, though nobody has begun to delete it. */
    @Test
    void rejectsALostCreate() {
        assertRejects((history, random) -> pick(
                        pairs(history, LinearizabilityTest::isCreated, isGet()).stream()
                                .filter(pair -> history.stream()
                                        .noneMatch(operation -> isDelete(operation, pair.id())
                                                && operation.begun()
                                                        < pair.later().ended()))
                                .toList(),
                        random)
                .map(pair -> history.stream()
                        .map(operation -> isGet(operation, pair.id())
                                        && operation.begun() >= pair.later().begun()
                                ? with(operation, new Absent())
                                : operation)
                        .toList()));
    }

    @Test
    void rejectsADoubledCreate() {
        assertRejects((history, random) -> pick(
                        history.stream().filter(LinearizabilityTest::isCreated).toList(), random)
                .map(made -> Stream.concat(
                                history.stream(),
                                Stream.of(new Operation(
                                        9,
                                        made.call(),
                                        exists(1_000, BatchState.STARTING),
                                        made.ended() + 1,
                                        made.ended() + 2)))
                        .toList()));
    }

    @Test
    void rejectsAResurrectedDelete() {
        assertRejects((history, random) -> pick(
                        pairs(history, first -> first.outcome() instanceof Deleted, isGet()), random)
                .map(pair -> with(history, pair.later(), exists(pair.id(), BatchState.KILLED))));
    }

    @Test
    void anUnknownCreateTakesEffectLaterOrNever() {
        Operation unknown = create(0, 1, new Unknown(""));
        assertThat(Linearizability.violations(List.of(unknown, get(5, 6, new Absent()))))
                .isEmpty();
        assertThat(Linearizability.violations(
                        List.of(unknown, get(5, 6, new Absent()), get(7, 8, STARTING), create(9, 10, RUNNING))))
                .isEmpty();
        assertThat(Linearizability.violations(
                        List.of(unknown, get(5, 6, STARTING), get(7, 8, new Absent()), create(9, 10, STARTING))))
                .hasSize(1);
    }

    @Test
    void aBatchWhoseMakerNeverHeardOfItMayExist() {
        assertThat(Linearizability.violations(List.of(get(0, 1, new Absent()), get(2, 3, RUNNING))))
                .isEmpty();
        assertThat(Linearizability.violations(List.of(get(0, 1, RUNNING), get(2, 3, new Absent()))))
                .hasSize(1);
    }

    @Test
    void anUnknownDeleteTakesEffectLaterOrNever() {
        Operation made = create(0, 1, STARTING);
        Operation unknown = delete(2, 3, "d", new Unknown(""));
        assertThat(Linearizability.violations(List.of(made, unknown, get(4, 5, RUNNING), get(6, 7, new Absent()))))
                .isEmpty();
        assertThat(Linearizability.violations(List.of(made, unknown, get(4, 5, new Absent()), get(6, 7, RUNNING))))
                .hasSize(1);
    }

    @Test
    void aDeleteIsToldSoAgainByItsKeyOnly() {
        Operation made = create(0, 1, STARTING);
        Operation deleted = delete(2, 3, "d", new Deleted());
        assertThat(Linearizability.violations(List.of(
                        made,
                        deleted,
                        delete(4, 5, "d", new Deleted()),
                        delete(6, 7, "e", new Absent()),
                        create(8, 9, new Gone()))))
                .isEmpty();
        assertThat(Linearizability.violations(List.of(made, deleted, delete(4, 5, "e", new Deleted()))))
                .hasSize(1);
        assertThat(Linearizability.violations(List.of(made, deleted, delete(4, 5, "d", new Absent()))))
                .hasSize(1);
    }

    @Test
    void statesGoForwardOnly() {
        Operation made = create(0, 1, STARTING);
        assertThat(Linearizability.violations(List.of(made, get(2, 3, RUNNING), get(4, 5, STARTING))))
                .hasSize(1);
        assertThat(Linearizability.violations(
                        List.of(made, get(2, 3, exists(BatchState.DEAD)), get(4, 5, exists(BatchState.KILLED)))))
                .hasSize(1);
        assertThat(Linearizability.violations(List.of(made, get(2, 5, RUNNING), get(3, 4, STARTING))))
                .isEmpty();
    }

    @Test
    void oneBatchHasOneKey() {
        assertThat(Linearizability.violations(
                        List.of(create(0, 1, STARTING), new Operation(0, new Create("other"), STARTING, 2, 3))))
                .singleElement()
                .asString()
                .contains("several keys");
    }

    @Test
    void aRefusalSaysNothing() {
        assertThat(Linearizability.violations(
                        List.of(create(0, 1, STARTING), delete(2, 3, "d", new Refused("503")), get(4, 5, STARTING))))
                .isEmpty();
    }

    @Test
    void aCallUnderWayMayHaveTakenEffect() {
        History history = new History(new AtomicLong()::incrementAndGet);
        history.begin(0, new Create("k")).ended(STARTING);
        History.Begun pending = history.begin(0, new Delete(0, "d"));
        history.begin(1, new Get(0)).ended(new Absent());
        assertThat(Linearizability.violations(history.operations())).isEmpty();
        pending.ended(new Refused("503"));
        assertThat(Linearizability.violations(history.operations())).hasSize(1);
    }

    /** Spoils one history of an atomic service with each seed; empty where this one offers no occasion. */
    private static void assertRejects(BiFunction<List<Operation>, Random, Optional<List<Operation>>> spoil) {
        int spoilt = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Optional<List<Operation>> bad = spoil.apply(SimulatedClients.history(seed, STEPS), new Random(seed));
            if (bad.isPresent()) {
                spoilt++;
                assertThat(Linearizability.violations(bad.get()))
                        .as("seed %d", seed)
                        .isNotEmpty();
            }
        }
        assertThat(spoilt).isGreaterThan(SEEDS / 2);
    }

    private record Pair(long id, Operation first, Operation later) {}

    private interface Kind {

        boolean is(Operation operation);
    }

    /** Operations on one batch, the later of which began when the other had ended. */
    private static List<Pair> pairs(List<Operation> history, Kind first, Kind later) {
        return history.stream()
                .filter(first::is)
                .flatMap(one -> id(one).stream()
                        .flatMap(id -> history.stream()
                                .filter(other -> other.begun() > one.ended()
                                        && later.is(other)
                                        && id(other).equals(Optional.of(id)))
                                .map(other -> new Pair(id, one, other))))
                .toList();
    }

    private static <T> Optional<T> pick(List<T> all, Random random) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private static Optional<Long> id(Operation operation) {
        if (operation.call() instanceof Get get) {
            return Optional.of(get.id());
        } else if (operation.call() instanceof Delete delete) {
            return Optional.of(delete.id());
        }
        return operation.outcome() instanceof Exists made ? Optional.of(made.id()) : Optional.empty();
    }

    private static Kind seen(BatchState least) {
        return operation ->
                operation.outcome() instanceof Exists seen && seen.state().compareTo(least) >= 0;
    }

    private static Kind isGet() {
        return operation -> operation.call() instanceof Get && !(operation.outcome() instanceof Unknown);
    }

    private static boolean isGet(Operation operation, long id) {
        return operation.call() instanceof Get get && get.id() == id;
    }

    private static boolean isDelete(Operation operation, long id) {
        return operation.call() instanceof Delete delete && delete.id() == id;
    }

    private static boolean isCreated(Operation operation) {
        return operation.call() instanceof Create && operation.outcome() instanceof Exists;
    }

    private static List<Operation> with(List<Operation> history, Operation changed, Outcome outcome) {
        return history.stream()
                .map(operation -> operation.equals(changed) ? with(operation, outcome) : operation)
                .toList();
    }

    private static Operation with(Operation operation, Outcome outcome) {
        return new Operation(operation.client(), operation.call(), outcome, operation.begun(), operation.ended());
    }

    private static Operation create(long begun, long ended, Outcome outcome) {
        return new Operation(0, new Create("k"), outcome, begun, ended);
    }

    private static Operation get(long begun, long ended, Outcome outcome) {
        return new Operation(1, new Get(0), outcome, begun, ended);
    }

    private static Operation delete(long begun, long ended, String key, Outcome outcome) {
        return new Operation(2, new Delete(0, key), outcome, begun, ended);
    }

    private static Outcome exists(BatchState state) {
        return exists(0, state);
    }

    private static Outcome exists(long id, BatchState state) {
        return new Exists(id, state);
    }
}
