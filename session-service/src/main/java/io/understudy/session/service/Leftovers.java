package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Has the files removed that Spark applications leave behind when they are killed. Belongs to the loop. */
final class Leftovers {

    /** Whoever takes over looks at those only that ended shortly before: YARN lists a thousand. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final Set<ApplicationId> done = new HashSet<>();

    Leftovers(Office office, Cluster cluster, Registry registry) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
    }

    /** YARN shows an application that has ended. */
    void ended(ApplicationReport report, SessionId id) {
        boolean byItself = report.state() == YarnState.FINISHED;
        boolean recent = report.finished()
                .filter(end -> end.isAfter(office.now().minus(RECENT)))
                .isPresent();
        if (!byItself && recent && office.mayAct() && mayBeSparks(id) && done.add(report.id())) {
            cluster.cleanUp(
                    report.id(), report.drivers().stream().map(Driver::user).findFirst());
        }
    }

    /** Of what YARN does not list any more nothing is heard again. */
    void retain(List<ApplicationReport> listed) {
        done.retainAll(listed.stream().map(ApplicationReport::id).collect(Collectors.toSet()));
    }

    /** A tombstone does not tell. */
    private boolean mayBeSparks(SessionId id) {
        return registry.stored(id)
                .filter(stored -> !(stored instanceof Session session
                        && session.order().request().kind() == Kind.COMMAND))
                .isPresent();
    }
}
