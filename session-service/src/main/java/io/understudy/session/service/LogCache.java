package io.understudy.session.service;

import io.understudy.session.SessionId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Outputs that were read lately, up to a number of characters; those asked for longest ago go first. Of the loop. */
final class LogCache {

    private static final long OVERHEAD = 32;

    private final long most;
    private final Map<SessionId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    LogCache(long most) {
        this.most = most;
    }

    /**
     * What came of reading an output.
     *
     * @param output empty if there was none to be had yet
     * @param readAt when, on the loop's clock
     */
    record Entry(Optional<Output> output, long weight, long readAt) {}

    Optional<Entry> get(SessionId id) {
        return Optional.ofNullable(entries.get(id));
    }

    void put(SessionId id, Optional<Output> output, long readAt) {
        remove(id);
        Entry entry = new Entry(output, output.map(Output::weight).orElse(0L) + OVERHEAD, readAt);
        entries.put(id, entry);
        weight += entry.weight;
        Iterator<Entry> eldest = entries.values().iterator();
        while (weight > most && eldest.hasNext()) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
    }

    private void remove(SessionId id) {
        Entry before = entries.remove(id);
        if (before != null) {
            weight -= before.weight;
        }
    }
}
