package io.understudy.session.transfer;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.Session;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import io.understudy.session.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a record is once it stands in another store than the one in which it was made, or in an older copy of its own. Its
 * application carries the tag of the old store, so a session is followed by its application id. One that may have been
 * submitted since the copy was made is looked for by its own tag and, where YARN does not show it, ends: it is never
 * submitted again.
 *
 * @param found applications by the tags of their sessions
 * @param stamp when and by whom the records are written
 */
record Landing(Map<SessionTag, ApplicationId> found, Stamp stamp) {

    static final String UNKNOWN =
            "it had not been submitted when the store was copied; whether it was since is not known,"
                    + " so it is not repeated";

    Landing {
        found = Map.copyOf(found);
    }

    /** Applications by the tags of their sessions. */
    static Map<SessionTag, ApplicationId> byTag(List<ApplicationReport> reports) {
        Map<SessionTag, List<ApplicationReport>> all = new HashMap<>();
        for (ApplicationReport report : reports) {
            report.tags().stream()
                    .map(SessionTag::parse)
                    .flatMap(Optional::stream)
                    .forEach(tag -> all.computeIfAbsent(tag, unused -> new ArrayList<>())
                            .add(report));
        }
        Map<SessionTag, ApplicationId> found = new HashMap<>();
        all.forEach((tag, carriers) -> best(carriers).ifPresent(report -> found.put(tag, report.id())));
        return found;
    }

    /** Of several applications with one tag the one that lives, else the youngest. */
    static Optional<ApplicationReport> best(List<ApplicationReport> reports) {
        return reports.stream()
                .max(Comparator.<ApplicationReport, Boolean>comparing(
                                report -> !report.state().isFinal())
                        .thenComparing(ApplicationReport::started));
    }

    /** Whether a record does not say which application the session has, or that it has none. */
    static boolean isUndecided(StoredRecord stored) {
        return stored instanceof Session session
                && !session.isOver()
                && session.applicationId().isEmpty();
    }

    /** The record as it lands. */
    StoredRecord land(StoredRecord stored) {
        if (stored instanceof Session session && isUndecided(session)) {
            return Optional.ofNullable(found.get(session.tag()))
                    .map(application -> session.notSent(stamp)
                            .submitting(Optional.of(application), stamp.node(), stamp)
                            .accepted(stamp))
                    .filter(followed -> followed.applicationId().isPresent())
                    .orElseGet(() -> session.leftUntried(UNKNOWN, stamp));
        }
        if (stored instanceof Session session && session.state() == SessionState.SUBMITTING) {
            return session.accepted(stamp);
        }
        return stored;
    }
}
