package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.BatchRequest;
import io.understudy.session.CommandSubmission;
import io.understudy.session.MemorySize;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Submitted;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Brings commands to YARN: an application id, the durable note that it is about to be submitted, then the submission.
 * Belongs to the loop.
 */
final class CommandSubmissions {

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final Writes writes;
    private final ServiceSettings settings;
    private final Lane lane;

    CommandSubmissions(Office office, Cluster cluster, Registry registry, Writes writes, ServiceSettings settings) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
        this.writes = writes;
        this.settings = settings;
        this.lane = new Lane(office, registry, settings.parallelSubmissions(), this::begin);
    }

    Lane lane() {
        return lane;
    }

    /** Submits the same application id again, now or not at all: the right to do so is a matter of minutes. */
    void repeat(Session session) {
        if (!writes.isBusy(session.id()) && lane.enter(session.id())) {
            hand(session, false);
        }
    }

    private void begin(Session session) {
        if (session.state() == SessionState.REQUESTED) {
            cluster.newApplication(office.onLoop(answer -> idGiven(session.id(), answer)));
        } else {
            lane.end(session.id());
        }
    }

    private void idGiven(SessionId id, Answer<ApplicationId> answer) {
        if (answer instanceof Answer.Of<ApplicationId> given) {
            ApplicationId application = given.value();
            writes.change(
                    id,
                    session -> session.submitting(
                            Optional.of(application), office.term().incarnation(), office.stamp()),
                    outcome -> noted(id, application, outcome));
        } else {
            lane.stall();
            lane.end(id);
        }
    }

    /** The note is durable. A deletion that came meanwhile waits behind it: then nothing is submitted any more. */
    private void noted(SessionId id, ApplicationId application, Writes.Outcome outcome) {
        Optional<Session> session = outcome instanceof Writes.Done
                ? registry.session(id)
                        .filter(noted -> noted.state() == SessionState.SUBMITTING)
                        .filter(noted -> noted.applicationId().equals(Optional.of(application)))
                        .filter(noted -> !writes.hasWaiting(id))
                : Optional.empty();
        session.ifPresentOrElse(fresh -> hand(fresh, true), () -> lane.end(id));
    }

    /**
     * Hands a submission to YARN.
     *
     * @param first whether nobody handed it to YARN before
     */
    private void hand(Session session, boolean first) {
        if (!office.mayAct()) {
            lane.end(session.id());
            return;
        }
        cluster.submit(submission(session), office.onLoop(submitted -> handed(session.id(), first, submitted)));
    }

    private void handed(SessionId id, boolean first, Submitted submitted) {
        lane.count(result(submitted));
        if (submitted instanceof Submitted.Accepted) {
            note(id, session -> session.accepted(office.stamp()));
        } else if (submitted instanceof Submitted.Rejected rejected) {
            note(id, session -> session.rejected(rejected.why(), office.stamp()));
        } else if (submitted instanceof Submitted.NotSent && first) {
            lane.stall();
            note(id, session -> session.notSent(office.stamp()));
        } else {
            lane.end(id);
        }
    }

    private static SubmissionResult result(Submitted submitted) {
        if (submitted instanceof Submitted.Accepted) {
            return SubmissionResult.ACCEPTED;
        }
        if (submitted instanceof Submitted.Rejected) {
            return SubmissionResult.REFUSED;
        }
        return submitted instanceof Submitted.NotSent ? SubmissionResult.NOT_SENT : SubmissionResult.UNKNOWN;
    }

    private void note(SessionId id, UnaryOperator<Session> rule) {
        writes.change(id, rule::apply, outcome -> lane.end(id));
    }

    private CommandSubmission submission(Session session) {
        BatchRequest request = session.order().request();
        return new CommandSubmission(
                session.applicationId().orElseThrow(),
                session.name().orElse("batch-" + session.id()),
                Set.of(session.tag().storeTag(), session.tag().toString()),
                request.command(),
                request.env(),
                request.files(),
                request.archives(),
                request.queue(),
                request.driverMemory()
                        .flatMap(MemorySize::parse)
                        .map(MemorySize::mebibytes)
                        .orElse(settings.defaultMemoryMb()),
                request.driverCores().orElse(settings.defaultCores()),
                session.order().proxyUser());
    }
}
