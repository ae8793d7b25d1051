package io.understudy.session.service;

import io.understudy.session.SessionId;
import io.understudy.session.SubmissionLog;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Logs that were read lately, up to a number of characters; those asked for longest ago go first. Of the loop. */
final class LogCache {

    private final long most;
    private final Map<SessionId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    LogCache(long most) {
        this.most = most;
    }

    /**
     * What is known of one log.
     *
     * @param readAt when it was read last, on the loop's clock; empty if it never was
     */
    record Entry(KnownLog log, OptionalLong readAt, long weight) {}

    /** How many characters of one log are shown at most: it always has its place here beside another one. */
    long largest() {
        return most / 2;
    }

    Optional<Entry> get(SessionId id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** What is known of a session's log; nothing if it was not read lately. */
    KnownLog known(SessionId id) {
        return get(id).map(Entry::log).orElse(KnownLog.NOTHING);
    }

    /** Keeps what has become durable of a submission's output. */
    void learn(SessionId id, SubmissionLog log) {
        put(id, known(id).with(log), get(id).map(Entry::readAt).orElse(OptionalLong.empty()));
    }

    /** Keeps what is known of a log by now. */
    void put(SessionId id, KnownLog log, OptionalLong readAt) {
        Entry before = entries.remove(id);
        if (before != null) {
            weight -= before.weight;
        }
        Entry entry = new Entry(log, readAt, log.weight());
        entries.put(id, entry);
        weight += entry.weight;
        Iterator<Entry> eldest = entries.values().iterator();
        while (weight > most && eldest.hasNext()) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
    }
}
