package io.understudy.session.service;

import io.understudy.session.SessionId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Outputs that were read lately, up to a number of characters; those asked for longest ago go first. Of the loop. */
final class LogCache {

    private final long most;
    private final Map<SessionId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    LogCache(long most) {
        this.most = most;
    }

    /**
     * An output that was read.
     *
     * @param readAt when, on the loop's clock
     */
    record Entry(Output output, long chars, long readAt) {}

    Optional<Entry> get(SessionId id) {
        return Optional.ofNullable(entries.get(id));
    }

    void put(SessionId id, Output output, long readAt) {
        remove(id);
        Entry entry = new Entry(output, output.chars(), readAt);
        entries.put(id, entry);
        chars += entry.chars;
        Iterator<Entry> eldest = entries.values().iterator();
        while (chars > most && eldest.hasNext()) {
            chars -= eldest.next().chars;
            eldest.remove();
        }
    }

    void remove(SessionId id) {
        Entry before = entries.remove(id);
        if (before != null) {
            chars -= before.chars;
        }
    }
}
