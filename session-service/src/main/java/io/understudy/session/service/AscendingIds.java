package io.understudy.session.service;

import io.understudy.session.SessionId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of ids, ascending: a bit each, in chunks, so that a million need little memory and any page is found quickly. Ids
 * may come in any order.
 */
final class AscendingIds {

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final NavigableMap<Integer, BitSet> chunks = new TreeMap<>();
    private int size;

    /** Adds an id, if it is not there. */
    void add(SessionId id) {
        BitSet chunk = chunks.computeIfAbsent(id.number() >> CHUNK_BITS, number -> new BitSet(CHUNK));
        int bit = id.number() & (CHUNK - 1);
        if (!chunk.get(bit)) {
            chunk.set(bit);
            size++;
        }
    }

    /** Removes an id, if it is there. */
    void remove(SessionId id) {
        BitSet chunk = chunks.get(id.number() >> CHUNK_BITS);
        int bit = id.number() & (CHUNK - 1);
        if (chunk == null || !chunk.get(bit)) {
            return;
        }
        chunk.clear(bit);
        size--;
        if (chunk.isEmpty()) {
            chunks.remove(id.number() >> CHUNK_BITS);
        }
    }

    boolean contains(SessionId id) {
        BitSet chunk = chunks.get(id.number() >> CHUNK_BITS);
        return chunk != null && chunk.get(id.number() & (CHUNK - 1));
    }

    int size() {
        return size;
    }

    /** At most {@code count} ids after the first {@code from} ones. */
    List<SessionId> page(int from, int count) {
        List<SessionId> page = new ArrayList<>();
        int skip = Math.max(0, from);
        for (Map.Entry<Integer, BitSet> chunk : chunks.entrySet()) {
            int held = chunk.getValue().cardinality();
            if (held <= skip) {
                skip -= held;
            } else {
                take(chunk, 0, skip, count, page);
                skip = 0;
            }
            if (page.size() >= count) {
                break;
            }
        }
        return page;
    }

    /** At most {@code count} ids from {@code first} on. */
    List<SessionId> from(int first, int count) {
        List<SessionId> found = new ArrayList<>();
        for (Map.Entry<Integer, BitSet> chunk :
                chunks.tailMap(first >> CHUNK_BITS, true).entrySet()) {
            int base = chunk.getKey() << CHUNK_BITS;
            take(chunk, Math.max(0, first - base), 0, count, found);
            if (found.size() >= count) {
                break;
            }
        }
        return found;
    }

    private static void take(Map.Entry<Integer, BitSet> chunk, int first, int skip, int count, List<SessionId> into) {
        int base = chunk.getKey() << CHUNK_BITS;
        int skipped = 0;
        for (int bit = chunk.getValue().nextSetBit(first);
                bit >= 0 && into.size() < count;
                bit = chunk.getValue().nextSetBit(bit + 1)) {
            if (skipped < skip) {
                skipped++;
            } else {
                into.add(new SessionId(base + bit));
            }
        }
    }
}
