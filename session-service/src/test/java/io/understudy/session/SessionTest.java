package io.understudy.session;

import static io.understudy.session.testing.Samples.APPLICATION;
import static io.understudy.session.testing.Samples.DRIVER;
import static io.understudy.session.testing.Samples.START;
import static io.understudy.session.testing.Samples.report;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.stamp;
import static io.understudy.session.testing.Samples.submitting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SessionTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final ApplicationId OTHER = new ApplicationId(1, 2);

    private final Session running = submitting(7).observe(report(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(3));

    @Test
    void aNewSessionWasNeverTried() {
        Session session = session(7);

        assertThat(session.state()).isEqualTo(SessionState.REQUESTED);
        assertThat(session.isOver()).isFalse();
        assertThat(session.attempt()).isEmpty();
        assertThat(session.applicationId()).isEmpty();
        assertThat(session.history()).containsExactly(new StateChange(SessionState.REQUESTED, stamp(0)));
        assertThat(session.times()).isEqualTo(Times.createdAt(START));
        assertThat(session.key()).isEqualTo(session.order().key());
        assertThat(session.digest()).isEqualTo(session.order().digest());
        assertThat(session.name()).isEmpty();
    }

    @Test
    void isFoundUnderTheNameThatWasOrdered() {
        Session session = session(7);
        Order named = Samples.order("k", Samples.named("nightly"));

        assertThat(Session.requested(session.id(), named, session.tag(), stamp(0))
                        .name())
                .contains("nightly");
    }

    @Test
    void submittingNotesTheApplicationAndWhoTries() {
        Session session = submitting(7);

        assertThat(session.state()).isEqualTo(SessionState.SUBMITTING);
        assertThat(session.applicationId()).contains(APPLICATION);
        assertThat(session.attempt()).contains(new Attempt(1, "n1", "incarnation-1"));
        assertThat(session.history()).last().isEqualTo(new StateChange(SessionState.SUBMITTING, stamp(1)));
    }

    @Test
    void onlyARequestedSessionIsSubmitted() {
        assertThat(submitting(7).submitting(Optional.of(OTHER), "incarnation-2", stamp(9)))
                .isEqualTo(submitting(7));
    }

    @Test
    void whatWasNeverSentWasNeverTried() {
        Session again = submitting(7).notSent(stamp(2));

        assertThat(again.state()).isEqualTo(SessionState.REQUESTED);
        assertThat(again.applicationId()).isEmpty();
        assertThat(again.submitting(Optional.of(OTHER), "incarnation-1", stamp(3))
                        .attempt())
                .contains(new Attempt(2, "n1", "incarnation-1"));
        assertThat(running.notSent(stamp(9))).isEqualTo(running);
    }

    @Test
    void acceptedMeansThatYarnHasIt() {
        Session accepted = submitting(7).accepted(stamp(2));

        assertThat(accepted.state()).isEqualTo(SessionState.STARTING);
        assertThat(accepted.history()).last().isEqualTo(new StateChange(SessionState.STARTING, stamp(2)));
        assertThat(running.accepted(stamp(9))).isEqualTo(running);
    }

    @Test
    void withoutAnIdOnlyAReportMakesItAccepted() {
        Session tried = session(7).submitting(Optional.empty(), "incarnation-1", stamp(1));

        assertThat(tried.applicationId()).isEmpty();
        assertThat(tried.accepted(stamp(2))).isEqualTo(tried);
    }

    @Test
    void onlyWhatHasNoIdIsSubmittedAgain() {
        Session tried = session(7).submitting(Optional.empty(), "incarnation-1", stamp(1));
        Session again = tried.submittingAgain("incarnation-2", stamp(2));

        assertThat(again.attempt()).contains(new Attempt(2, "n1", "incarnation-2"));
        assertThat(again.state()).isEqualTo(SessionState.SUBMITTING);
        assertThat(again.history()).hasSize(3);
        assertThat(submitting(7).submittingAgain("incarnation-2", stamp(2))).isEqualTo(submitting(7));
        assertThat(session(7).submittingAgain("incarnation-2", stamp(2))).isEqualTo(session(7));
    }

    @Test
    void aRefusalEndsIt() {
        Session rejected = submitting(7).rejected("no such queue", stamp(2));

        assertThat(rejected.state()).isEqualTo(SessionState.DEAD);
        assertThat(rejected.ending()).contains(Ending.REJECTED);
        assertThat(rejected.diagnostics().text()).isEqualTo("no such queue");
        assertThat(rejected.times().finished()).contains(stamp(2).time());
        assertThat(running.rejected("late", stamp(9))).isEqualTo(running);
    }

    @Test
    void anUnknownOutcomeEndsItWithoutAnotherTry() {
        Session givenUp = submitting(7).givenUp(stamp(900));

        assertThat(givenUp.state()).isEqualTo(SessionState.DEAD);
        assertThat(givenUp.ending()).contains(Ending.OUTCOME_UNKNOWN);
        assertThat(givenUp.diagnostics().text()).isEqualTo("submission outcome unknown, not repeated");
        assertThat(running.givenUp(stamp(901))).isEqualTo(running);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, UNDEFINED, STARTING",
        "NEW_SAVING, UNDEFINED, STARTING",
        "SUBMITTED, UNDEFINED, STARTING",
        "ACCEPTED, UNDEFINED, STARTING",
        "RUNNING, UNDEFINED, RUNNING",
        "RUNNING, SUCCEEDED, RUNNING",
        "FINISHED, SUCCEEDED, SUCCESS",
        "FINISHED, FAILED, DEAD",
        "FINISHED, KILLED, DEAD",
        "FINISHED, UNDEFINED, DEAD",
        "FINISHED, ENDED, DEAD",
        "FAILED, FAILED, DEAD",
        "KILLED, KILLED, KILLED",
    })
    void followsYarn(YarnState state, FinalStatus status, SessionState expected) {
        Session observed = submitting(7).observe(report(state, status), stamp(5));

        assertThat(observed.state()).isEqualTo(expected);
        assertThat(observed.isOver()).isEqualTo(expected.isFinal());
        assertThat(observed.ending()).isEqualTo(expected.isFinal() ? Optional.of(Ending.REPORTED) : Optional.empty());
        assertThat(observed.times().started()).contains(START.plusSeconds(2));
        assertThat(observed.times().finished())
                .isEqualTo(expected.isFinal() ? Optional.of(stamp(5).time()) : Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(names = {"NEW", "NEW_SAVING", "SUBMITTED", "ACCEPTED", "RUNNING"})
    void whatRanOnceStaysRunning(YarnState state) {
        assertThat(running.observe(report(state, FinalStatus.UNDEFINED), stamp(9)))
                .isEqualTo(running);
    }

    @ParameterizedTest
    @EnumSource(YarnState.class)
    void anEndThatYarnReportedStays(YarnState state) {
        Session success = running.observe(report(YarnState.FINISHED, FinalStatus.SUCCEEDED), stamp(9));

        assertThat(success.observe(report(state, FinalStatus.FAILED), stamp(10)))
                .isEqualTo(success);
    }

    @Test
    void anApplicationThatTurnsUpAfterAllIsAdopted() {
        Session adopted =
                submitting(7).givenUp(stamp(900)).observe(report(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(901));

        assertThat(adopted.state()).isEqualTo(SessionState.RUNNING);
        assertThat(adopted.ending()).isEmpty();
        assertThat(adopted.times().finished()).isEmpty();
        assertThat(adopted.diagnostics()).isEqualTo(Diagnostics.NONE);
    }

    @Test
    void anApplicationWithItsTagIsAdoptedByASessionThatHasNone() {
        Session adopted = session(7).observe(report(YarnState.ACCEPTED, FinalStatus.UNDEFINED), stamp(1));

        assertThat(adopted.applicationId()).contains(APPLICATION);
        assertThat(adopted.state()).isEqualTo(SessionState.STARTING);
    }

    @Test
    void anotherApplicationChangesNothing() {
        assertThat(running.observe(report(OTHER, YarnState.FAILED, FinalStatus.FAILED), stamp(9)))
                .isEqualTo(running);
    }

    @Test
    void keepsWhatYarnNoLongerSays() {
        Session full = submitting(7).observe(detailed(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(3));
        Session ended = full.observe(report(YarnState.FINISHED, FinalStatus.SUCCEEDED), stamp(9));

        assertThat(ended.application().orElseThrow())
                .isEqualTo(new Application(
                        APPLICATION, KnownDrivers.of(DRIVER), Optional.of("http://proxy/1"), Optional.empty()));
    }

    @Test
    void theEndBringsYarnsTimeAndWords() {
        Session failed = running.observe(detailed(YarnState.FAILED, FinalStatus.FAILED), stamp(9));

        assertThat(failed.diagnostics().text()).isEqualTo("exit code 3");
        assertThat(failed.times().finished()).contains(START.plusSeconds(8));
        assertThat(running.diagnostics()).isEqualTo(Diagnostics.NONE);
    }

    @Test
    void theSameReportTwiceChangesNothing() {
        ApplicationReport report = detailed(YarnState.RUNNING, FinalStatus.UNDEFINED);
        Session once = submitting(7).observe(report, stamp(3));

        assertThat(once.observe(report, stamp(4))).isEqualTo(once);
    }

    @Test
    void missingSaysNothingUntilItHasGoneOnForLong() {
        Session missing = running.missing(DAY, stamp(10));
        long end = 10 + DAY.toSeconds();

        assertThat(missing.state()).isEqualTo(SessionState.RUNNING);
        assertThat(missing.times().missingSince()).contains(stamp(10).time());
        assertThat(missing.missing(DAY, stamp(end - 1))).isEqualTo(missing);
        Session lost = missing.missing(DAY, stamp(end));
        assertThat(lost.state()).isEqualTo(SessionState.DEAD);
        assertThat(lost.ending()).contains(Ending.LOST);
        assertThat(lost.diagnostics().text()).contains(stamp(10).time().toString());
        assertThat(lost.times().finished()).contains(stamp(end).time());
    }

    @Test
    void whatIsSeenAgainIsNotMissing() {
        Session seen =
                running.missing(DAY, stamp(10)).observe(report(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(11));

        assertThat(seen).isEqualTo(running);
    }

    @Test
    void theNodeOfADriverIsKeptWhenYarnNoLongerSaysIt() {
        Session known = running.observe(report(DRIVER), stamp(9));
        Driver ended = new Driver(DRIVER.container(), "", DRIVER.user());
        Driver another = new Driver("container_1700000000000_0001_02_000001", "", DRIVER.user());

        assertThat(driver(known.observe(report(ended), stamp(10)))).contains(DRIVER);
        assertThat(driver(known.observe(report(another), stamp(10)))).contains(another);
        assertThat(driver(running.observe(report(ended), stamp(10)))).contains(ended);
    }

    private static Optional<Driver> driver(Session session) {
        return session.application().flatMap(Application::driver);
    }

    @Test
    void onlyWhatYarnHadCanBeMissing() {
        Session success = running.observe(report(YarnState.FINISHED, FinalStatus.SUCCEEDED), stamp(9));

        assertThat(submitting(7).missing(DAY, stamp(10))).isEqualTo(submitting(7));
        assertThat(success.missing(DAY, stamp(10))).isEqualTo(success);
        assertThat(submitting(7)
                        .accepted(stamp(2))
                        .missing(DAY, stamp(3))
                        .times()
                        .missingSince())
                .isPresent();
    }

    @Test
    void theTombstoneKeepsWhatIsNeededAfterwards() {
        Tombstone.Deletion deletion = Tombstone.Deletion.ordered(running.key(), "7", START);

        assertThat(running.tombstone(deletion))
                .isEqualTo(new Tombstone(
                        running.id(),
                        running.tag(),
                        running.key(),
                        running.digest(),
                        Optional.of(APPLICATION),
                        deletion));
    }

    @Test
    void historyKeepsTheFirstAndTheLastLines() {
        Session session = session(7);
        for (int i = 1; i <= 20; i++) {
            session = session.submitting(Optional.of(APPLICATION), "incarnation-1", stamp(2L * i))
                    .notSent(stamp(2L * i + 1));
        }

        assertThat(session.history()).hasSize(Session.MAX_HISTORY);
        assertThat(session.history().get(0).stamp()).isEqualTo(stamp(0));
        assertThat(session.history().get(1).stamp()).isEqualTo(stamp(27));
        assertThat(session.history().get(15).stamp()).isEqualTo(stamp(41));
    }

    @Test
    void endsExactlyInFinalStates() {
        assertThatThrownBy(() -> with(SessionState.DEAD, Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(SessionState.RUNNING, Optional.of(Ending.LOST), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALongerHistory() {
        List<StateChange> sixteen = new ArrayList<>();
        for (int i = 0; i < Session.MAX_HISTORY; i++) {
            sixteen.add(new StateChange(SessionState.REQUESTED, stamp(i)));
        }
        assertThat(with(SessionState.REQUESTED, Optional.empty(), sixteen).history())
                .hasSize(Session.MAX_HISTORY);
        sixteen.add(new StateChange(SessionState.REQUESTED, stamp(16)));
        assertThatThrownBy(() -> with(SessionState.REQUESTED, Optional.empty(), sixteen))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Session with(SessionState state, Optional<Ending> ending, List<StateChange> history) {
        Session session = session(7);
        return new Session(
                session.id(),
                session.order(),
                session.tag(),
                session.attempt(),
                session.application(),
                state,
                ending,
                history,
                session.times(),
                session.diagnostics());
    }

    private static ApplicationReport detailed(YarnState state, FinalStatus status) {
        return new ApplicationReport(
                APPLICATION,
                "batch",
                Set.of("a"),
                state,
                status,
                Optional.of("exit code 3"),
                Optional.of("http://proxy/1"),
                List.of(DRIVER),
                START.plusSeconds(2),
                state.isFinal() ? Optional.of(START.plusSeconds(8)) : Optional.empty());
    }
}
