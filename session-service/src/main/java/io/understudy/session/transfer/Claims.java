package io.understudy.session.transfer;

import io.understudy.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who claims which name or key, in twelve bytes a claim: texts are kept as 64 bits of a hash. Two claims that look the
 * same may rarely be different, so whoever finds them compares the records.
 */
final class Claims {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] texts = new long[1024];
    private int[] ids = new int[1024];
    private int count;

    void add(String text, SessionId id) {
        if (count == texts.length) {
            texts = Arrays.copyOf(texts, count * 2);
            ids = Arrays.copyOf(ids, count * 2);
        }
        texts[count] = hash(text);
        ids[count++] = id.number();
    }

    /** The sessions that share a claim, ascending: a list for each claim that more than one has. */
    List<List<SessionId>> shared() {
        long[] sorted = Arrays.copyOf(texts, count);
        Arrays.sort(sorted);
        Map<Long, Set<SessionId>> claimants = new TreeMap<>();
        for (int i = 1; i < count; i++) {
            if (sorted[i] == sorted[i - 1]) {
                claimants.put(sorted[i], new TreeSet<>());
            }
        }
        for (int i = 0; i < count && !claimants.isEmpty(); i++) {
            Set<SessionId> same = claimants.get(texts[i]);
            if (same != null) {
                same.add(new SessionId(ids[i]));
            }
        }
        return claimants.values().stream()
                .filter(same -> same.size() > 1)
                .map(List::copyOf)
                .toList();
    }

    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ unit) * FNV_PRIME;
        }
        return hash;
    }
}
