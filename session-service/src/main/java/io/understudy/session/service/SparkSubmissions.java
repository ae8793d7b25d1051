package io.understudy.session.service;

import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SparkArguments;
import io.understudy.session.SparkOutput;
import io.understudy.session.SparkSubmission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Brings Spark batches to YARN: the durable note that one is about to be submitted, then a run of spark-submit. Nothing is
 * begun while YARN does not answer. What is not known once the run is over is for {@link Doubts}. Belongs to the loop.
 */
final class SparkSubmissions {

    private static final Duration TRIES_AGAIN = Duration.ofMinutes(1);
    private static final String PROGRAM = "spark-submit";
    private static final AttemptEnd NOT_STARTED =
            new AttemptEnd(AttemptEnd.How.CUT_SHORT, PROGRAM + " was not started");

    private final Office office;
    private final SparkSubmitter submitter;
    private final Registry registry;
    private final Writes writes;
    private final Problems problems;
    private final Doubts doubts;
    private final EndReports reports;
    private final SubmissionLogs outputs;
    private final Lane lane;
    private final Map<SessionId, Run> runs = new HashMap<>();
    private final Map<SessionId, Attempt> untold = new HashMap<>();
    private boolean broken;

    SparkSubmissions(
            Office office,
            SparkSubmitter submitter,
            Registry registry,
            Writes writes,
            Problems problems,
            Doubts doubts,
            EndReports reports,
            SubmissionLogs outputs,
            int parallel) {
        this.office = office;
        this.submitter = submitter;
        this.registry = registry;
        this.writes = writes;
        this.problems = problems;
        this.doubts = doubts;
        this.reports = reports;
        this.outputs = outputs;
        this.lane = new Lane(office, registry, parallel, this::begin);
        lane.stall();
    }

    /** One run of spark-submit. */
    private static final class Run {

        final SparkSubmission submission;
        final Attempt attempt;
        final SparkOutput output = new SparkOutput();
        boolean troubled;

        Run(SparkSubmission submission, Attempt attempt) {
            this.submission = submission;
            this.attempt = attempt;
        }
    }

    Lane lane() {
        return lane;
    }

    /** YARN has answered, or could not be asked. */
    void yarnAnswers(boolean answers) {
        if (!answers) {
            lane.stall();
            runs.values().forEach(run -> run.troubled = true);
        } else if (!broken) {
            lane.resume();
        }
    }

    /** Kills the run of a session that was deleted, if there is one. */
    void kill(SessionId id) {
        Run run = runs.get(id);
        if (run != null) {
            submitter.kill(run.submission);
        }
    }

    /** Leaves word of what was not started; what runs tells its end by itself. */
    void bequeath() {
        untold.forEach((id, attempt) -> reports.report(id, attempt, NOT_STARTED));
    }

    private void begin(Session session) {
        SessionId id = session.id();
        Session tried = tried(session);
        tried.attempt().ifPresent(attempt -> untold.put(id, attempt));
        writes.change(id, this::tried, outcome -> noted(id, outcome));
    }

    private Session tried(Session session) {
        String incarnation = office.term().incarnation();
        return session.state() == SessionState.REQUESTED
                ? session.submitting(Optional.empty(), incarnation, office.stamp())
                : session.submittingAgain(incarnation, office.stamp());
    }

    /** The note is durable. A deletion that came meanwhile waits behind it: then nothing is submitted any more. */
    private void noted(SessionId id, Writes.Outcome outcome) {
        Optional<Attempt> attempt = Optional.ofNullable(untold.remove(id));
        Optional<Session> noted = outcome instanceof Writes.Done
                ? registry.session(id)
                        .filter(session -> session.state() == SessionState.SUBMITTING)
                        .filter(session -> session.attempt().equals(attempt))
                        .filter(session -> !writes.hasWaiting(id))
                : Optional.empty();
        if (noted.isPresent() && office.mayAct()) {
            start(noted.get());
        } else {
            if (!(outcome instanceof Writes.NotWritten)) {
                doubts.ended(id, NOT_STARTED);
            }
            lane.end(id);
        }
    }

    private void start(Session session) {
        Attempt attempt = session.attempt().orElseThrow();
        Run run = new Run(new SparkSubmission(session.id(), attempt.number(), SparkArguments.of(session)), attempt);
        runs.put(session.id(), run);
        outputs.written(session.id(), attempt.number(), "");
        submitter.start(run.submission, office.onLoopForGood(event -> heard(run, event)));
    }

    private void heard(Run run, SparkSubmitter.Event event) {
        SessionId id = run.submission.session();
        if (event instanceof SparkSubmitter.Wrote wrote) {
            wrote(run, wrote.lines());
        } else if (office.isLeft()) {
            reports.report(
                    id, run.attempt, event instanceof SparkSubmitter.Ended ended ? end(run, ended) : NOT_STARTED);
        } else if (event instanceof SparkSubmitter.Ended ended) {
            problems.clear(PROGRAM);
            runs.remove(id);
            outputs.ended(id, run.attempt.number(), lastWord(ended));
            AttemptEnd end = end(run, ended);
            lane.count(result(end.how()));
            doubts.ended(id, end);
            lane.end(id);
        } else if (event instanceof SparkSubmitter.NotStarted notStarted) {
            runs.remove(id);
            lane.count(SubmissionResult.NOT_SENT);
            outputs.withdrawn(id, run.attempt.number());
            wait(notStarted.why());
            writes.change(id, session -> session.notSent(office.stamp()), outcome -> lane.end(id));
        }
    }

    private void wrote(Run run, List<String> lines) {
        run.output.add(lines);
        if (!office.isLeft()) {
            outputs.written(run.submission.session(), run.attempt.number(), String.join("\n", lines) + "\n");
        }
    }

    /** What a run wrote tells why it failed; why it was killed does not stand there. */
    private static Optional<String> lastWord(SparkSubmitter.Ended ended) {
        return ended.exitCode().equals(OptionalInt.of(0))
                ? Optional.empty()
                : Optional.of("(" + PROGRAM + " " + ended.how() + ")");
    }

    /** A run that failed while YARN was away did not fail by itself. */
    private static AttemptEnd end(Run run, SparkSubmitter.Ended ended) {
        boolean submitted = ended.exitCode().equals(OptionalInt.of(0));
        AttemptEnd.How failed =
                run.troubled || ended.exitCode().isEmpty() ? AttemptEnd.How.CUT_SHORT : AttemptEnd.How.FAILED;
        AttemptEnd.How how = submitted ? AttemptEnd.How.SUBMITTED : failed;
        return new AttemptEnd(how, PROGRAM + " " + ended.how() + run.output.lastWords());
    }

    private static SubmissionResult result(AttemptEnd.How how) {
        return switch (how) {
            case SUBMITTED -> SubmissionResult.ACCEPTED;
            case FAILED -> SubmissionResult.REFUSED;
            case CUT_SHORT -> SubmissionResult.UNKNOWN;
        };
    }

    /** The program cannot be started on this node: that is not the batches' fault. */
    private void wait(String why) {
        problems.raise(
                PROGRAM,
                "spark-submit cannot be started on this node (" + why
                        + "). Spark batches wait; see session.spark.home.");
        broken = true;
        lane.stall();
        office.after(TRIES_AGAIN, () -> broken = false);
    }
}
