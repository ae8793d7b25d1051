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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Brings sessions to YARN: an application id, the durable note that it is about to be submitted, then the submission. A
 * bounded number at a time; the others wait in order. Belongs to the loop.
 */
final class Submissions {

    private final Office office;
    private final Cluster cluster;
    private final Registry registry;
    private final Writes writes;
    private final ServiceSettings settings;
    private final Set<SessionId> queue = new LinkedHashSet<>();
    private final Map<SessionId, List<Runnable>> underWay = new HashMap<>();
    private boolean stalled;

    Submissions(Office office, Cluster cluster, Registry registry, Writes writes, ServiceSettings settings) {
        this.office = office;
        this.cluster = cluster;
        this.registry = registry;
        this.writes = writes;
        this.settings = settings;
    }

    /** Submits a session of which nothing was tried, when its turn comes. */
    void submit(SessionId id) {
        if (!underWay.containsKey(id) && queue.add(id)) {
            startNext();
        }
    }

    /** Whether this session is being submitted, or waits for its turn. */
    boolean isInHand(SessionId id) {
        return underWay.containsKey(id) || queue.contains(id);
    }

    /** Submits the same application id again, now or not at all: the right to do so is a matter of minutes. */
    void repeat(Session session) {
        boolean free = underWay.size() < settings.parallelSubmissions();
        if (free && !underWay.containsKey(session.id()) && !writes.isBusy(session.id())) {
            underWay.put(session.id(), new ArrayList<>());
            hand(session, false);
        }
    }

    /** Goes on after YARN could not be reached. */
    void resume() {
        stalled = false;
        startNext();
    }

    /** Whether a submission of this session may reach YARN from here any moment. */
    boolean isUnderWay(SessionId id) {
        return underWay.containsKey(id);
    }

    /** Runs {@code task} once no submission of this session is under way; at once if none is. */
    void whenIdle(SessionId id, Runnable task) {
        List<Runnable> tasks = underWay.get(id);
        if (tasks == null) {
            task.run();
        } else {
            tasks.add(task);
        }
    }

    private void startNext() {
        Deque<SessionId> turn = new ArrayDeque<>(queue.stream()
                .limit(Math.max(0, settings.parallelSubmissions() - underWay.size()))
                .toList());
        while (!stalled && office.mayAct() && !turn.isEmpty()) {
            SessionId id = turn.remove();
            queue.remove(id);
            registry.session(id).ifPresent(this::start);
        }
    }

    private void start(Session session) {
        if (session.state() == SessionState.REQUESTED) {
            underWay.put(session.id(), new ArrayList<>());
            cluster.newApplication(office.onLoop(answer -> idGiven(session.id(), answer)));
        }
    }

    private void idGiven(SessionId id, Answer<ApplicationId> answer) {
        if (answer instanceof Answer.Of<ApplicationId> given) {
            ApplicationId application = given.value();
            writes.change(
                    id,
                    session -> session.submitting(application, office.term().incarnation(), office.stamp()),
                    outcome -> noted(id, application, outcome));
        } else {
            stalled = true;
            end(id);
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
        session.ifPresentOrElse(fresh -> hand(fresh, true), () -> end(id));
    }

    /**
     * Hands a submission to YARN.
     *
     * @param first whether nobody handed it to YARN before
     */
    private void hand(Session session, boolean first) {
        if (!office.mayAct()) {
            end(session.id());
            return;
        }
        cluster.submit(submission(session), office.onLoop(submitted -> handed(session.id(), first, submitted)));
    }

    private void handed(SessionId id, boolean first, Submitted submitted) {
        if (submitted instanceof Submitted.Accepted) {
            note(id, session -> session.accepted(office.stamp()));
        } else if (submitted instanceof Submitted.Rejected rejected) {
            note(id, session -> session.rejected(rejected.why(), office.stamp()));
        } else if (submitted instanceof Submitted.NotSent && first) {
            stalled = true;
            note(id, session -> session.notSent(office.stamp()));
        } else {
            end(id);
        }
    }

    private void note(SessionId id, UnaryOperator<Session> rule) {
        writes.change(id, rule::apply, outcome -> end(id));
    }

    private void end(SessionId id) {
        List<Runnable> tasks = underWay.remove(id);
        if (tasks != null) {
            tasks.forEach(Runnable::run);
        }
        startNext();
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
                request.driverCores().orElse(settings.defaultCores()));
    }
}
