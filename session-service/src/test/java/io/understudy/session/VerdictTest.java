package io.understudy.session;

import static io.understudy.session.testing.Samples.START;
import static io.understudy.session.testing.Samples.report;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.stamp;
import static io.understudy.session.testing.Samples.submitting;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    private static final ApplicationReport ALIVE = report(YarnState.RUNNING, FinalStatus.UNDEFINED);
    private static final ApplicationReport ENDED = report(YarnState.FINISHED, FinalStatus.SUCCEEDED);

    private final Session submitting = submitting(7);
    private final SessionTag tag = submitting.tag();
    private final Tombstone tombstone = submitting.tombstone(Tombstone.Deletion.ordered(submitting.key(), "7", START));

    @Test
    void followsASessionsOwn() {
        assertThat(Verdict.of(ALIVE, tag, submitting)).isEqualTo(new Verdict.Follow());
        assertThat(Verdict.of(ENDED, tag, submitting)).isEqualTo(new Verdict.Follow());
        assertThat(Verdict.of(ALIVE, tag, session(7))).isEqualTo(new Verdict.Follow());
    }

    @Test
    void followsWhatWasGivenUpTooEarly() {
        assertThat(Verdict.of(ALIVE, tag, submitting.givenUp(stamp(900)))).isEqualTo(new Verdict.Follow());
    }

    @Test
    void killsWhatWasDeleted() {
        assertThat(Verdict.of(ALIVE, tag, tombstone)).isEqualTo(new Verdict.Kill());
        assertThat(Verdict.of(ENDED, tag, tombstone)).isEqualTo(new Verdict.Nothing());
    }

    @Test
    void killsASecondApplicationOfASession() {
        ApplicationId second = new ApplicationId(1, 2);

        assertThat(Verdict.of(report(second, YarnState.RUNNING, FinalStatus.UNDEFINED), tag, submitting))
                .isEqualTo(new Verdict.Kill());
        assertThat(Verdict.of(report(second, YarnState.KILLED, FinalStatus.KILLED), tag, submitting))
                .isEqualTo(new Verdict.Nothing());
    }

    @Test
    void leavesAloneWhatIsNotItsOwn() {
        SessionTag foreign = new SessionTag(tag.store(), tag.id(), "random99");

        assertThat(Verdict.of(ALIVE, foreign, submitting)).isInstanceOf(Verdict.Report.class);
        assertThat(Verdict.of(ALIVE, foreign, tombstone)).isInstanceOf(Verdict.Report.class);
    }

    @Test
    void reportsWhatLivesThoughItsSessionHasEnded() {
        Session success = submitting.observe(ENDED, stamp(9));

        assertThat(Verdict.of(ALIVE, tag, success)).isInstanceOf(Verdict.Report.class);
        assertThat(Verdict.of(ENDED, tag, success)).isEqualTo(new Verdict.Nothing());
    }
}
