package io.understudy.session.testing;

import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.CommandSubmission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An application in a {@link FakeCluster}.
 *
 * @param submission how it came
 * @param attempts what its attempts have written; the last one is the current one
 * @param collected whether YARN has collected its logs
 * @param killedByOrder whether it was killed because somebody told YARN to
 */
public record FakeApplication(
        CommandSubmission submission,
        YarnState state,
        FinalStatus status,
        Optional<String> diagnostics,
        List<Written> attempts,
        boolean collected,
        boolean killedByOrder,
        Instant started,
        Optional<Instant> finished) {

    public FakeApplication {
        attempts = List.copyOf(attempts);
    }

    /** What an attempt has written. */
    public record Written(String stdout, String stderr) {}

    static FakeApplication accepted(CommandSubmission submission, Instant now) {
        return new FakeApplication(
                submission,
                YarnState.ACCEPTED,
                FinalStatus.UNDEFINED,
                Optional.empty(),
                List.of(new Written("", "")),
                true,
                false,
                now,
                Optional.empty());
    }

    FakeApplication running() {
        return with(YarnState.RUNNING, FinalStatus.UNDEFINED, diagnostics, attempts, false, Optional.empty());
    }

    FakeApplication ended(YarnState end, FinalStatus how, String why, boolean byOrder, Instant now) {
        return with(end, how, Optional.of(why), attempts, byOrder, Optional.of(now));
    }

    FakeApplication writing(String stdout, String stderr) {
        List<Written> longer = new ArrayList<>(attempts);
        Written last = longer.remove(longer.size() - 1);
        longer.add(new Written(last.stdout + stdout, last.stderr + stderr));
        return with(state, status, diagnostics, longer, killedByOrder, finished);
    }

    FakeApplication tryingAgain() {
        List<Written> longer = new ArrayList<>(attempts);
        longer.add(new Written("", ""));
        return with(YarnState.RUNNING, status, diagnostics, longer, killedByOrder, finished);
    }

    FakeApplication collected(boolean now) {
        return new FakeApplication(
                submission, state, status, diagnostics, attempts, now, killedByOrder, started, finished);
    }

    /** The number of the attempt that ran in a container, from 0 on. */
    int attempt(String container) {
        return drivers().stream().map(Driver::container).toList().indexOf(container);
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
                placed ? drivers() : List.of(),
                started,
                finished);
    }

    private List<Driver> drivers() {
        return IntStream.rangeClosed(1, attempts.size())
                .mapToObj(number -> new Driver(
                        "container_%s_%02d_000001".formatted(submission.application(), number), "host1:8042", "nobody"))
                .toList();
    }

    private FakeApplication with(
            YarnState nextState,
            FinalStatus nextStatus,
            Optional<String> nextDiagnostics,
            List<Written> nextAttempts,
            boolean byOrder,
            Optional<Instant> end) {
        return new FakeApplication(
                submission, nextState, nextStatus, nextDiagnostics, nextAttempts, collected, byOrder, started, end);
    }
}
