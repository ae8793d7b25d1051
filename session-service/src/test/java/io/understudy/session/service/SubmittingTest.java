package io.understudy.session.service;

import static io.understudy.session.testing.Samples.order;
import static io.understudy.session.testing.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.CommandSubmission;
import io.understudy.session.Ending;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.testing.FakeApplication;
import io.understudy.session.testing.FakeCluster.Weather;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SubmittingTest {

    private final World world = new World();

    @Test
    void aCommandRunsAsTheUserThatWasDecided() {
        Order decided = order("k");
        world.created(
                new Order(decided.request(), Optional.of("hue"), Optional.of("bob"), decided.digest(), decided.key()));
        world.settle();

        assertThat(world.applications())
                .singleElement()
                .satisfies(application ->
                        assertThat(application.submission().user()).contains("bob"));
    }

    @Test
    void aCommandIsSubmittedAsItWasOrdered() {
        Session session = world.created(order(
                "k",
                request(Map.of(
                        "kind",
                        "command",
                        "command",
                        List.of("sh", "-c", "true"),
                        "env",
                        Map.of("A", "1"),
                        "files",
                        List.of("hdfs:/f#g"),
                        "archives",
                        List.of("hdfs:/a.zip"),
                        "queue",
                        "night",
                        "driverMemory",
                        "2g",
                        "driverCores",
                        3,
                        "name",
                        "nightly"))));
        world.settle();

        CommandSubmission submission = world.applications().get(0).submission();
        assertThat(submission.name()).isEqualTo("nightly");
        assertThat(submission.tags())
                .containsExactlyInAnyOrder("understudy-0123abcd", session.tag().toString());
        assertThat(submission.command()).containsExactly("sh", "-c", "true");
        assertThat(submission.environment()).isEqualTo(Map.of("A", "1"));
        assertThat(submission.files()).containsExactly("hdfs:/f#g");
        assertThat(submission.archives()).containsExactly("hdfs:/a.zip");
        assertThat(submission.queue()).contains("night");
        assertThat(submission.memoryMb()).isEqualTo(2048);
        assertThat(submission.cores()).isEqualTo(3);
    }

    @Test
    void whatIsNotSaidHasDefaults() {
        world.created("k");
        world.settle();

        CommandSubmission submission = world.applications().get(0).submission();
        assertThat(submission.name()).isEqualTo("batch-0");
        assertThat(submission.memoryMb()).isEqualTo(512);
        assertThat(submission.cores()).isEqualTo(1);
        assertThat(submission.queue()).isEmpty();
    }

    @Test
    void theNoteIsDurableBeforeYarnIsAsked() {
        world.node.sessions().create(order("k"), created -> world.node.store().keepBack());
        world.pass(Duration.ofSeconds(2));

        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        assertThat(world.applications()).isEmpty();
        world.node.store().letGo();
        world.settle();
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void historyTellsTheWayToYarn() {
        SessionId id = world.created("k").id();
        world.settle();

        assertThat(world.session(id).history().stream().map(change -> change.state()))
                .containsExactly(SessionState.REQUESTED, SessionState.SUBMITTING, SessionState.STARTING);
        assertThat(world.session(id).history().get(1).stamp().node()).isEqualTo("n1");
        assertThat(world.session(id).attempt().orElseThrow().incarnation())
                .isEqualTo(world.node.store().term().incarnation());
    }

    @Test
    void aRefusalIsTheEnd() {
        world.cluster.forecast(Weather.REJECTED);
        SessionId id = world.created("k").id();
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).diagnostics().text()).isEqualTo("unknown queue");
        assertThat(world.applications()).isEmpty();
    }

    @Test
    void aLostAnswerIsFoundByLookingUp() {
        world.cluster.forecast(Weather.TAKEN_BUT_UNKNOWN);
        SessionId id = world.created("k").id();
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.cluster.everMade().values()).containsExactly(1);
    }

    @Test
    void aLostSubmissionIsRepeatedUnderItsId() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN, Weather.LOST_AND_UNKNOWN);
        SessionId id = world.created("k").id();
        world.pass(Duration.ofSeconds(5));

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(1);
        assertThat(world.cluster.everMade().keySet()).containsExactly(world.application(id));
    }

    @Test
    void aLostSubmissionToAnotherResourceManagerIsNotRepeated() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN);
        SessionId id = world.created("k").id();
        world.cluster.restart();
        world.pass(Duration.ofMinutes(14));
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).ending()).contains(Ending.OUTCOME_UNKNOWN);
        assertThat(world.applications()).isEmpty();
    }

    @Test
    void withoutAnAnswerNobodyGivesUp() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN);
        world.cluster.answerLookups(false);
        SessionId id = world.created("k").id();
        world.pass(Duration.ofMinutes(30));

        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
    }

    @Test
    void whatTurnsUpAfterAllIsFollowed() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN);
        Session session = world.created("k");
        world.cluster.restart();
        world.pass(Duration.ofMinutes(16));
        Session dead = world.session(session.id());
        world.cluster.submit(
                new CommandSubmission(
                        dead.applicationId().orElseThrow(),
                        "late",
                        Set.of("understudy-0123abcd", session.tag().toString()),
                        List.of("sleep"),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        1),
                submitted -> {});
        world.settle();

        assertThat(world.session(session.id()).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(session.id()).ending()).isEmpty();
    }

    @Test
    void whatNeverLeftThisHostIsTriedAgainUnderAFreshId() {
        world.cluster.forecast(Weather.NOT_SENT);
        SessionId id = world.created("k").id();
        world.cluster.goDown();
        world.pass(Duration.ofMinutes(20));
        assertThat(world.session(id).state()).isEqualTo(SessionState.REQUESTED);
        world.cluster.restart();
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(2);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void aRepetitionThatWasNotSentDoesNotUndoTheFirst() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN, Weather.NOT_SENT);
        SessionId id = world.created("k").id();
        world.pass(Duration.ofMillis(1500));

        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void withoutYarnASessionWaits() {
        world.cluster.goDown();
        SessionId id = world.created("k").id();
        world.pass(Duration.ofMinutes(30));
        assertThat(world.session(id).state()).isEqualTo(SessionState.REQUESTED);
        assertThat(world.node.sessions().problems()).anyMatch(problem -> problem.startsWith("YARN cannot be reached"));

        world.cluster.restart();
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.node.sessions().problems()).isEmpty();
    }

    @Test
    void manySessionsGoThroughTheNarrowDoorOneAfterTheOther() {
        for (int i = 0; i < 100; i++) {
            world.created("k" + i);
        }
        world.settle();

        assertThat(world.applications())
                .extracting(FakeApplication::submission)
                .extracting(CommandSubmission::name)
                .hasSize(100)
                .startsWith("batch-0", "batch-1");
    }

    @Test
    void asLongAsASubmissionIsUnderWayThereIsNoOther() {
        World slow = new World(ServiceSettings.DEFAULT, Duration.ofSeconds(5));
        SessionId first = slow.created("k1").id();
        slow.pass(Duration.ofMinutes(1));
        SessionId second = slow.created("k2").id();
        slow.pass(Duration.ofMinutes(1));

        assertThat(slow.application(first).number()).isEqualTo(1);
        assertThat(slow.application(second).number()).isEqualTo(2);
    }

    @Test
    void aTakeoverSubmitsWhatWasNeverTried() {
        world.cluster.goDown();
        SessionId id = world.created("k").id();
        world.node.loop().kill();
        world.cluster.restart();
        world.takeOffice("n2");
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).history())
                .last()
                .extracting(change -> change.stamp().node())
                .isEqualTo("n2");
    }

    @Test
    void aTakeoverLooksUpWhatWasTried() {
        world.cluster.forecast(Weather.TAKEN_BUT_UNKNOWN);
        SessionId id = world.created("k").id();
        world.node.loop().kill();
        world.takeOffice("n2");
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.cluster.everMade().values()).containsExactly(1);
    }

    @Test
    void aTakeoverRepeatsWhatYarnCannotHaveForgotten() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN);
        SessionId id = world.created("k").id();
        world.node.loop().kill();
        world.takeOffice("n2");
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
    }

    @Test
    void aTakeoverAfterTheFiveMinutesDoesNotRepeat() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN);
        SessionId id = world.created("k").id();
        world.node.loop().kill();
        world.pass(Duration.ofMinutes(5));
        world.takeOffice("n2");
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
        world.pass(Duration.ofMinutes(10));
        assertThat(world.session(id).ending()).contains(Ending.OUTCOME_UNKNOWN);
        assertThat(world.applications()).isEmpty();
    }

    @Test
    void nothingIsSubmittedBehindAShutGate() {
        world.cluster.goDown();
        world.created("k");
        world.cluster.restart();
        world.node.setOpen(false);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.applications()).isEmpty();

        world.node.setOpen(true);
        world.settle();
        assertThat(world.applications()).hasSize(1);
    }
}
