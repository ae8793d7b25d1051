package io.understudy.session.service;

import io.understudy.session.SubmissionLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * As much of a session's log as was read.
 *
 * @param submission what its submission wrote; empty if that was not read
 * @param outputs what was read of YARN
 */
record KnownLog(Optional<SubmissionLog> submission, Map<Place, Output> outputs) {

    static final KnownLog NOTHING = new KnownLog(Optional.empty(), Map.of());

    private static final int OVERHEAD = 32;

    KnownLog {
        outputs = Map.copyOf(outputs);
    }

    /**
     * A file of a container.
     *
     * @param container empty if there was none
     * @param file {@code stdout} or {@code stderr}
     */
    record Place(String container, String file) {}

    Optional<Output> output(Place place) {
        return Optional.ofNullable(outputs.get(place));
    }

    KnownLog with(Place place, Output output) {
        Map<Place, Output> more = new HashMap<>(outputs);
        more.put(place, output);
        return new KnownLog(submission, more);
    }

    /** Takes what a reading or a write of it showed; the later one counts, in whatever order they come. */
    KnownLog with(SubmissionLog log) {
        return new KnownLog(
                Optional.of(submission.filter(known -> !log.isLaterThan(known)).orElse(log)), outputs);
    }

    /** How much memory it takes, roughly, in characters. */
    long weight() {
        long weight = OVERHEAD;
        weight += submission.map(log -> log.text().length()).orElse(0);
        for (Output output : outputs.values()) {
            weight += OVERHEAD;
            weight += output.text().length();
        }
        return weight;
    }
}
