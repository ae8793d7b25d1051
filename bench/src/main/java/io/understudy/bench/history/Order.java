package io.understudy.bench.history;

import io.understudy.bench.history.Outcome.Unknown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order in which the operations on one batch could have happened one at a time: each between its beginning
 * and its end, each with the outcome that it had (Wing and Gong 1993; what was tried is remembered, Lowe 2017).
 */
final class Order {

    private final List<Operation> operations;
    private final int required;

    private Order(List<Operation> operations) {
        this.operations = operations;
        this.required = (int)
                operations.stream().filter(operation -> !isUnknown(operation)).count();
    }

    /** What has happened, and what the batch is then. */
    private record Point(BitSet happened, int required, Register register) {}

    /** Whether there is such an order. Those of unknown outcome have one place in it or none. */
    static boolean exists(List<Operation> operations) {
        return new Order(operations.stream()
                        .sorted(Comparator.comparingLong(Operation::begun))
                        .toList())
                .search();
    }

    private boolean search() {
        Set<Point> tried = new HashSet<>();
        Deque<Point> open = new ArrayDeque<>();
        open.push(new Point(new BitSet(), 0, new Register.Before()));
        while (!open.isEmpty()) {
            Point point = open.pop();
            if (point.required == required) {
                return true;
            }
            for (Point next : following(point)) {
                if (tried.add(next)) {
                    open.push(next);
                }
            }
        }
        return false;
    }

    private List<Point> following(Point point) {
        long firstEnd = firstEnd(point.happened);
        List<Point> next = new ArrayList<>();
        for (int i = point.happened.nextClearBit(0); i < operations.size(); i = point.happened.nextClearBit(i + 1)) {
            Operation operation = operations.get(i);
            if (operation.begun() > firstEnd) {
                break;
            }
            Optional<Register> after = point.register.after(operation);
            if (after.isEmpty()) {
                continue;
            }
            Point then = with(point, i, after.get());
            if (after.get().equals(point.register)) {
                // Whoever changes nothing may as well happen now: no other order has to be looked at.
                return List.of(then);
            }
            next.add(then);
        }
        return next;
    }

    private Point with(Point point, int index, Register register) {
        BitSet happened = (BitSet) point.happened.clone();
        happened.set(index);
        return new Point(happened, point.required + (isUnknown(operations.get(index)) ? 0 : 1), register);
    }

    /** Nothing that began after this can be next: something else had its end before. */
    private long firstEnd(BitSet happened) {
        long first = Long.MAX_VALUE;
        for (int i = happened.nextClearBit(0); i < operations.size(); i = happened.nextClearBit(i + 1)) {
            Operation operation = operations.get(i);
            if (operation.begun() > first) {
                break;
            }
            if (!isUnknown(operation)) {
                first = Math.min(first, operation.ended());
            }
        }
        return first;
    }

    private static boolean isUnknown(Operation operation) {
        return operation.outcome() instanceof Unknown;
    }
}
