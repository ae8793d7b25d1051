package io.understudy.session.transfer;

import static io.understudy.session.testing.Samples.APPLICATION;
import static io.understudy.session.testing.Samples.key;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.stamp;
import static io.understudy.session.testing.Samples.submitting;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.Ending;
import io.understudy.session.Session;
import io.understudy.session.SessionState;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a record is once it stands in another store: nothing is submitted a second time. */
final class LandingTest {

    private final Landing nothingFound = new Landing(Map.of(), stamp(100));

    @Test
    void whatEndedAndWhatIsFollowedStaysAsItIs() {
        Session starting = submitting(1).accepted(stamp(2));
        Session dead = submitting(1).rejected("no such queue", stamp(2));
        Tombstone tombstone = session(1).tombstone(Tombstone.Deletion.ordered(key("d"), "1", stamp(3).time()));

        for (StoredRecord record : List.of(starting, dead, tombstone)) {
            assertThat(nothingFound.land(record)).isEqualTo(record);
            assertThat(Landing.isUndecided(record)).isFalse();
        }
    }

    @Test
    void aSubmissionThatWasUnderWayIsFollowedAndNeverRepeated() {
        Session landed = (Session) nothingFound.land(submitting(1));

        assertThat(landed.state()).isEqualTo(SessionState.STARTING);
        assertThat(landed.applicationId()).contains(APPLICATION);
    }

    @Test
    void whatMayHaveBeenSubmittedSinceIsFoundByItsTag() {
        Landing landing = new Landing(Map.of(session(1).tag(), APPLICATION), stamp(100));

        Session landed = (Session) landing.land(session(1));

        assertThat(Landing.isUndecided(session(1))).isTrue();
        assertThat(landed.state()).isEqualTo(SessionState.STARTING);
        assertThat(landed.applicationId()).contains(APPLICATION);
        assertThat(((Session) landing.land(session(2))).isOver()).isTrue();
    }

    @Test
    void whatYarnDoesNotShowEndsAndIsNotRepeated() {
        Session landed = (Session) nothingFound.land(session(1));

        assertThat(landed.state()).isEqualTo(SessionState.DEAD);
        assertThat(landed.ending()).contains(Ending.OUTCOME_UNKNOWN);
        assertThat(landed.diagnostics().text()).contains("not repeated");
        assertThat(landed.times().finished()).contains(stamp(100).time());
    }

    @Test
    void ofSeveralApplicationsTheOneThatLivesIsTheSessions() {
        String tag = session(1).tag().toString();
        ApplicationId living = new ApplicationId(1, 1);

        assertThat(Landing.byTag(List.of(
                        report(new ApplicationId(1, 2), YarnState.FAILED, tag),
                        report(living, YarnState.RUNNING, tag),
                        report(new ApplicationId(1, 3), YarnState.FINISHED, tag),
                        report(new ApplicationId(1, 4), YarnState.RUNNING, "other"))))
                .isEqualTo(Map.of(session(1).tag(), living));
    }

    private static ApplicationReport report(ApplicationId id, YarnState state, String tag) {
        return new ApplicationReport(
                id,
                "batch",
                Set.of(tag),
                state,
                FinalStatus.UNDEFINED,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                stamp(id.number()).time(),
                Optional.empty());
    }
}
