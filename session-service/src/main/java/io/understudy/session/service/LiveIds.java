package io.understudy.session.service;

import io.understudy.session.SessionId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The ids of the sessions that exist for clients, ascending: a sorted array, so that any page is found at once. */
final class LiveIds {

    private int[] ids = new int[64];
    private int size;

    /** Adds an id; usually the highest so far. */
    void add(SessionId id) {
        int place = Arrays.binarySearch(ids, 0, size, id.number());
        if (place >= 0) {
            return;
        }
        int at = -place - 1;
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        System.arraycopy(ids, at, ids, at + 1, size - at);
        ids[at] = id.number();
        size++;
    }

    /** Removes an id, if it is there. */
    void remove(SessionId id) {
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
        int start = Math.min(Math.max(0, from), size);
        int end = start + Math.min(Math.max(0, count), size - start);
        return IntStream.range(start, end)
                .mapToObj(at -> new SessionId(ids[at]))
                .toList();
    }
}
