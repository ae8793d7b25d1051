package io.understudy.bench.history;

import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Call.Get;
import io.understudy.bench.history.Outcome.Exists;
import io.understudy.bench.history.Outcome.Refused;
import io.understudy.bench.history.Outcome.Unknown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a history: could a service that does one thing at a time have answered so? Batch by batch, which is enough, as
 * what is linearizable in its parts is so as a whole. One key makes one batch, and a batch has one key.
 */
public final class Linearizability {

    /** Who made a batch may never have heard of it: then it may have come into being at any time. */
    private static final Operation MADE_UNSEEN = new Operation(
            -1, new Create("unseen"), new Unknown("its maker was never told"), Long.MIN_VALUE, Long.MIN_VALUE);

    private Linearizability() {}

    /** What is wrong with a history, a text for people for each batch or key; empty if nothing is. */
    public static List<String> violations(List<Operation> history) {
        Map<String, Set<Long>> made = new TreeMap<>();
        history.forEach(operation -> madeBy(operation)
                .ifPresent(id -> made.computeIfAbsent(((Create) operation.call()).key(), key -> new TreeSet<>())
                        .add(id)));
        List<String> violations = new ArrayList<>();
        made.forEach((key, ids) -> {
            if (ids.size() > 1) {
                violations.add("key " + key + " made several batches: " + ids);
            }
        });
        ofSeveralKeys(made).forEach((id, keys) -> violations.add("batch " + id + " was made by several keys: " + keys));
        byBatch(history, made).forEach((id, operations) -> {
            if (!Order.exists(withItsMaker(operations))) {
                violations.add("batch " + id + " has no order of its operations:\n" + shown(operations));
            }
        });
        return violations;
    }

    private static Optional<Long> madeBy(Operation operation) {
        return operation.call() instanceof Create && operation.outcome() instanceof Exists made
                ? Optional.of(made.id())
                : Optional.empty();
    }

    private static Map<Long, Set<String>> ofSeveralKeys(Map<String, Set<Long>> made) {
        Map<Long, Set<String>> keys = new TreeMap<>();
        made.forEach((key, ids) -> ids.forEach(
                id -> keys.computeIfAbsent(id, any -> new TreeSet<>()).add(key)));
        keys.values().removeIf(several -> several.size() == 1);
        return keys;
    }

    /** A create that names no batch goes to the one that its key is known to have made; without one nobody saw it. */
    private static Map<Long, List<Operation>> byBatch(List<Operation> history, Map<String, Set<Long>> made) {
        Map<Long, List<Operation>> batches = new TreeMap<>();
        for (Operation operation : history) {
            if (tellsNothing(operation)) {
                continue;
            }
            batchOf(operation, made)
                    .ifPresent(id -> batches.computeIfAbsent(id, first -> new ArrayList<>())
                            .add(operation));
        }
        return batches;
    }

    private static Optional<Long> batchOf(Operation operation, Map<String, Set<Long>> made) {
        if (operation.call() instanceof Get get) {
            return Optional.of(get.id());
        } else if (operation.call() instanceof Delete delete) {
            return Optional.of(delete.id());
        }
        Create create = (Create) operation.call();
        return madeBy(operation)
                .or(() -> Optional.ofNullable(made.get(create.key()))
                        .map(ids -> ids.iterator().next()));
    }

    private static List<Operation> withItsMaker(List<Operation> operations) {
        return operations.stream().anyMatch(operation -> operation.call() instanceof Create)
                ? operations
                : Stream.concat(Stream.of(MADE_UNSEEN), operations.stream()).toList();
    }

    private static boolean tellsNothing(Operation operation) {
        return operation.outcome() instanceof Refused
                || (operation.call() instanceof Get && operation.outcome() instanceof Unknown);
    }

    private static String shown(List<Operation> operations) {
        long zero = operations.stream().mapToLong(Operation::begun).min().orElse(0);
        return operations.stream()
                .sorted(Comparator.comparingLong(Operation::begun))
                .map(operation -> "  %10.3f to %10.3f ms  client %d  %s: %s"
                        .formatted(
                                (operation.begun() - zero) / 1e6,
                                (operation.ended() - zero) / 1e6,
                                operation.client(),
                                operation.call(),
                                operation.outcome()))
                .collect(Collectors.joining("\n"));
    }
}
