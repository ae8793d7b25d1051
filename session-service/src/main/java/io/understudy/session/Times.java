package io.understudy.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The times of a session.
 *
 * @param created when it became durable, by ZooKeeper's clock
 * @param started when YARN took the application, by YARN's clock
 * @param finished when it ended: by YARN's clock, or by ZooKeeper's if it ended without YARN's word
 * @param missingSince since when YARN has not known the application, by ZooKeeper's clock; empty while YARN knows it
 */
public record Times(
        Instant created, Optional<Instant> started, Optional<Instant> finished, Optional<Instant> missingSince) {

    /** The times of a new session. */
    public static Times createdAt(Instant time) {
        return new Times(time, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Times seen(ApplicationReport report, boolean over, Instant now) {
        Optional<Instant> end = over ? Optional.of(report.finished().orElse(now)) : Optional.empty();
        return new Times(created, Optional.of(started.orElse(report.started())), end, Optional.empty());
    }

    Times missing(Instant since) {
        return new Times(created, started, finished, Optional.of(since));
    }

    Times ended(Instant end) {
        return new Times(created, started, Optional.of(end), missingSince);
    }
}
