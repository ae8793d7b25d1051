package io.understudy.session.testing;

import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.CommandSubmission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An application in a {@link FakeCluster}.
 *
 * @param submission how it came
 * @param log what it has written
 * @param killedByOrder whether it was killed because somebody told YARN to
 */
public record FakeApplication(
        CommandSubmission submission,
        YarnState state,
        FinalStatus status,
        Optional<String> diagnostics,
        String log,
        boolean killedByOrder,
        Instant started,
        Optional<Instant> finished) {

    static FakeApplication accepted(CommandSubmission submission, Instant now) {
        return new FakeApplication(
                submission,
                YarnState.ACCEPTED,
                FinalStatus.UNDEFINED,
                Optional.empty(),
                "",
                false,
                now,
                Optional.empty());
    }

    FakeApplication running() {
        return with(YarnState.RUNNING, FinalStatus.UNDEFINED, diagnostics, log, false, Optional.empty());
    }

    FakeApplication ended(YarnState end, FinalStatus how, String why, boolean byOrder, Instant now) {
        return with(end, how, Optional.of(why), log, byOrder, Optional.of(now));
    }

    FakeApplication writing(String more) {
        return with(state, status, diagnostics, log + more, killedByOrder, finished);
    }

    ApplicationReport report() {
        boolean placed = state != YarnState.ACCEPTED;
        return new ApplicationReport(
                submission.application(),
                submission.name(),
                submission.tags(),
                state,
                status,
                diagnostics,
                placed ? Optional.of("http://tracking/" + submission.application()) : Optional.empty(),
                placed ? List.of(driver()) : List.of(),
                started,
                finished);
    }

    private Driver driver() {
        return new Driver("container_" + submission.application() + "_01_000001", "host1:8042", "nobody");
    }

    private FakeApplication with(
            YarnState nextState,
            FinalStatus nextStatus,
            Optional<String> nextDiagnostics,
            String nextLog,
            boolean byOrder,
            Optional<Instant> end) {
        return new FakeApplication(submission, nextState, nextStatus, nextDiagnostics, nextLog, byOrder, started, end);
    }
}
