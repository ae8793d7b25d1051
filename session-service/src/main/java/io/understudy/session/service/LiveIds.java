package io.understudy.session.service;

import io.understudy.session.SessionId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ids of the sessions that exist for clients, ascending: an array, so that any page is found at once. Ids that come in
 * no order, as a recovery brings them, are put in order together when somebody asks.
 */
final class LiveIds {

    private int[] ids = new int[64];
    private int size;
    private boolean sorted = true;

    /** Adds an id that is not there; usually the highest so far. */
    void add(SessionId id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        sorted = sorted && (size == 0 || ids[size - 1] < id.number());
        ids[size] = id.number();
        size++;
    }

    /** Removes an id, if it is there. */
    void remove(SessionId id) {
        sort();
        int at = Arrays.binarySearch(ids, 0, size, id.number());
        if (at >= 0) {
            System.arraycopy(ids, at + 1, ids, at, size - at - 1);
            size--;
        }
    }

    int size() {
        return size;
    }

    /** At most {@code count} ids after the first {@code from} ones. */
    List<SessionId> page(int from, int count) {
        sort();
        int start = Math.min(Math.max(0, from), size);
        int end = start + Math.min(Math.max(0, count), size - start);
        return IntStream.range(start, end)
                .mapToObj(at -> new SessionId(ids[at]))
                .toList();
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(ids, 0, size);
            sorted = true;
        }
    }
}
