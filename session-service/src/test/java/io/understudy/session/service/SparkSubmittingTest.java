package io.understudy.session.service;

import static io.understudy.session.testing.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.testing.InMemoryFencedStore.Weather;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.Ending;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SparkSubmission;
import io.understudy.session.testing.FakeSpark.Conduct;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SparkSubmittingTest {

    private static final Duration LONGER_THAN_TEN_SECONDS = Duration.ofSeconds(15);

    private final World world = new World();

    @Test
    void aBatchIsSubmittedUnderItsTags() {
        SessionId id = created("k");

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.application(id)).isEqualTo(onlyApplication());
        assertThat(world.spark.started().get(0).arguments())
                .contains("spark.yarn.tags=understudy-0123abcd,"
                        + world.session(id).tag());
    }

    @Test
    void theNoteIsDurableBeforeAnythingIsStarted() {
        world.node.sessions().create(spark("k"), created -> world.node.store().keepBack());
        world.settle();
        assertThat(world.spark.started()).isEmpty();

        world.node.store().letGo();
        world.settle();
        assertThat(world.spark.started()).hasSize(1);
    }

    @Test
    void whatIsFoundByItsTagNeedsNoWordOfSparkSubmit() {
        world.spark.forecast(Conduct.SUBMITS_SILENTLY);
        SessionId id = created("k");

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.application(id)).isEqualTo(onlyApplication());
    }

    /** YARN repeats the name of an unknown queue, Spark that of a class that is missing: clients put words there. */
    @Test
    void whatTheOutputSaysMakesNoApplicationOurs() {
        SessionId other = created("k1");
        world.spark.forecast(Conduct.HANGS);
        SessionId id = created("k2");
        world.spark.write(
                world.spark.running().get(0), "unknown queue: Submitted application " + world.application(other));
        world.settle();

        assertThat(world.session(id).applicationId()).isEmpty();
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
    }

    @Test
    void aNoteOfUnknownOutcomeWasNotFollowedByARun() {
        world.settle();
        world.node.store().forecast(Weather.CALM, Weather.APPLIED_BUT_UNKNOWN);
        SessionId id = created("k");
        assertThat(world.spark.started()).isEmpty();

        world.pass(Duration.ofMinutes(1));
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(2);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void thatNothingRanIsKnownHoweverLongTheNoteTakes() {
        world.settle();
        world.node.store().forecast(Weather.CALM, Weather.APPLIED_BUT_UNKNOWN);
        SessionId id = world.created(spark("k")).id();
        world.node.store().keepBack();
        world.pass(Duration.ofSeconds(5));
        assertThat(world.spark.started()).isEmpty();

        world.node.store().letGo();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(2);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void aFailureIsTheEndOnceYarnIsSureToHaveNothing() {
        world.spark.forecast(Conduct.FAILS);
        SessionId id = created("k");
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
        world.pass(LONGER_THAN_TEN_SECONDS);

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).ending()).contains(Ending.REJECTED);
        assertThat(world.session(id).diagnostics().text())
                .isEqualTo("spark-submit exited with code 1:\nException in thread main: no such class");
        assertThat(world.spark.started()).hasSize(1);
    }

    @Test
    void aFailureWhileYarnIsAwayIsNotTheBatchs() {
        world.spark.forecast(Conduct.HANGS);
        SessionId id = created("k");
        world.cluster.goDown();
        world.settle();
        world.spark.exit(world.spark.running().get(0), 1);
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);

        world.cluster.restart();
        world.pass(LONGER_THAN_TEN_SECONDS);
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(2);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void nothingIsStartedWhileYarnDoesNotAnswer() {
        world.cluster.goDown();
        world.settle();
        SessionId id = created("k");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.spark.started()).isEmpty();
        assertThat(world.session(id).state()).isEqualTo(SessionState.REQUESTED);

        world.cluster.restart();
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
    }

    @Test
    void aHostWithoutSparkKeepsBatchesWaiting() {
        world.spark.forecast(Conduct.NOT_STARTED);
        SessionId id = created("k");
        assertThat(world.session(id).state()).isEqualTo(SessionState.REQUESTED);
        assertThat(world.node.sessions().problems())
                .containsExactly("spark-submit cannot be started on this node (no such file). Spark batches wait; see"
                        + " session.spark.home.");

        world.pass(Duration.ofMinutes(2));
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.node.sessions().problems()).isEmpty();
    }

    @Test
    void aBoundedNumberRunsAtOnceInTheOrderOfTheirIds() {
        int most = world.settings.parallelSubmissions();
        int all = 3 * most + 1;
        IntStream.range(0, all).forEach(i -> world.spark.forecast(Conduct.HANGS));
        List<SessionId> ids =
                IntStream.range(0, all).mapToObj(i -> created("k" + i)).toList();

        while (!world.spark.running().isEmpty()) {
            assertThat(world.spark.running()).hasSizeLessThanOrEqualTo(most);
            SparkSubmission next =
                    world.spark.running().get(world.spark.running().size() - 1);
            world.spark.submit(next);
            world.spark.exit(next, 0);
            world.settle();
        }
        assertThat(world.spark.started()).extracting(SparkSubmission::session).containsExactlyElementsOf(ids);
        assertThat(world.applications()).hasSize(all);
    }

    @Test
    void aDeletionKillsWhatSubmits() {
        world.spark.forecast(Conduct.HANGS);
        SessionId id = created("k");

        assertThat(world.delete(id.toString(), "d").result()).isInstanceOf(Sessions.Deleted.class);
        assertThat(world.spark.running()).isEmpty();
    }

    @Test
    void whatADeletedBatchSubmittedIsKilled() {
        world.spark.forecast(Conduct.HANGS);
        SessionId id = created("k");
        world.spark.submit(world.spark.running().get(0));
        world.delete(id.toString(), "d");
        world.settle();

        assertThat(world.applications()).hasSize(1);
        assertThat(world.applications().get(0).killedByOrder()).isTrue();
    }

    @Test
    void whatKilledApplicationsHaveStagedIsRemoved() {
        SessionId id = created("k1");
        world.created(order("k2"));
        world.settle();
        world.delete(id.toString(), "d");
        world.node.sessions().delete("1", Samples.key("d2"), session -> true, reply -> {});
        world.settle();
        ApplicationId application = world.applications().get(0).submission().application();

        assertThat(world.applications()).extracting(app -> app.killedByOrder()).containsExactly(true, true);
        assertThat(world.cluster.cleaned()).contains(application).doesNotHaveDuplicates();
    }

    @Test
    void whatEndedByItselfHasCleanedUpAfterItself() {
        SessionId id = created("k");
        world.cluster.finish(world.application(id), FinalStatus.FAILED, "exit code 1");
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.cluster.cleaned()).isEmpty();
    }

    @Test
    void aTakeoverTriesAgainBesideAGrave() {
        SessionId id = abandoned(Conduct.HANGS);
        bury();
        world.takeOffice("n2");
        world.pass(Duration.ofSeconds(9));
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);

        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(2);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void aTakeoverFollowsWhatTheDeadHaveSubmitted() {
        SessionId id = abandoned(Conduct.SUBMITS_SILENTLY);
        bury();
        world.takeOffice("n2");
        world.pass(Duration.ofMinutes(1));

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void aTakeoverWithoutProofDoesNotTryAgain() {
        SessionId id = abandoned(Conduct.HANGS);
        world.takeOffice("n2");
        world.pass(Duration.ofMinutes(14));
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).diagnostics().text()).isEqualTo("submission outcome unknown, not repeated");
        assertThat(world.applications()).isEmpty();
    }

    @Test
    void whatTurnsUpAfterwardsIsAdopted() {
        SessionId id = abandoned(Conduct.HANGS);
        world.takeOffice("n2");
        world.pass(Duration.ofMinutes(16));
        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);

        world.spark.submit(world.spark.started().get(0));
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.applications().get(0).killedByOrder()).isFalse();
    }

    @Test
    void withoutYarnNobodyConcludesAnything() {
        SessionId id = abandoned(Conduct.HANGS);
        bury();
        world.cluster.goDown();
        world.takeOffice("n2");
        world.pass(Duration.ofMinutes(30));
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUBMITTING);
        assertThat(world.spark.started()).hasSize(1);

        world.cluster.restart();
        world.pass(LONGER_THAN_TEN_SECONDS);
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
    }

    @Test
    void whatTakesItsDaemonWithItIsNotTriedForEver() {
        SessionId id = abandoned(Conduct.HANGS);
        for (int attempt = 2; attempt <= 3; attempt++) {
            bury();
            world.spark.forecast(Conduct.HANGS);
            world.takeOffice("n" + attempt);
            world.pass(LONGER_THAN_TEN_SECONDS);
            assertThat(world.spark.started()).hasSize(attempt);
            world.node.loop().kill();
        }
        bury();
        world.takeOffice("n4");
        world.pass(LONGER_THAN_TEN_SECONDS);

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).diagnostics().text()).isEqualTo("the process on n3 died while it submitted");
        assertThat(world.spark.started()).hasSize(3);
    }

    @Test
    void whatRunsAtAHandoverIsNotStartedAgain() {
        SessionId id = handedOver(Conduct.HANGS);
        world.pass(Duration.ofMinutes(5));
        assertThat(world.spark.started()).hasSize(1);

        world.spark.submit(world.spark.running().get(0));
        world.spark.exit(world.spark.running().get(0), 0);
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void theOldNodeReportsHowItEnded() {
        SessionId id = handedOver(Conduct.HANGS);
        world.spark.write(world.spark.running().get(0), "no such queue");
        world.spark.exit(world.spark.running().get(0), 1);
        world.pass(LONGER_THAN_TEN_SECONDS);

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).diagnostics().text())
                .isEqualTo("spark-submit exited with code 1:\nConnecting to ResourceManager\nno such queue");
    }

    @Test
    void theNewNodeKnowsOfAFailureThatTheOldOneHasSeen() {
        world.settle();
        world.spark.forecast(Conduct.FAILS);
        SessionId id = created("k");
        handOver();
        world.pass(LONGER_THAN_TEN_SECONDS);

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.spark.started()).hasSize(1);
    }

    @Test
    void whatAStoppingNodeCutsShortIsTriedAgain() {
        SessionId id = handedOver(Conduct.HANGS);
        world.spark.finish(Duration.ZERO);
        world.pass(LONGER_THAN_TEN_SECONDS);

        assertThat(world.session(id).state()).isEqualTo(SessionState.STARTING);
        assertThat(world.session(id).attempt().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void whatWasNotStartedBeforeAHandoverIsStartedAfterIt() {
        world.settle();
        world.node.sessions().create(spark("k"), created -> {
            world.node.store().keepBack();
            world.node.sessions().deactivate(() -> {});
        });
        world.settle();
        world.node.store().letGo();
        world.takeOffice("n2");
        world.pass(LONGER_THAN_TEN_SECONDS);

        assertThat(world.spark.started()).hasSize(1);
        assertThat(world.session(new SessionId(0)).state()).isEqualTo(SessionState.STARTING);
    }

    @Test
    void gravesAreRemovedOnceNobodyCanNeedThem() {
        bury();
        world.pass(Duration.ofHours(24));
        assertThat(world.store.children(StorePaths.GRAVES)).hasSize(1);
        world.pass(Duration.ofHours(2));
        assertThat(world.store.children(StorePaths.GRAVES)).isEmpty();
    }

    private SessionId handedOver(Conduct conduct) {
        world.settle();
        world.spark.forecast(conduct);
        SessionId id = created("k");
        handOver();
        return id;
    }

    private void handOver() {
        world.node.sessions().deactivate(() -> {});
        world.settle();
        world.takeOffice("n2");
        world.settle();
    }

    /** A session whose run was begun, and whose node died before it had written anything of it. */
    private SessionId abandoned(Conduct conduct) {
        world.settle();
        world.spark.forecast(conduct);
        SessionId id = world.created(spark("k")).id();
        world.node.loop().kill();
        assertThat(world.spark.started()).hasSize(1);
        return id;
    }

    /** The launcher of the node that held office last says that it is dead, with all that it had started. */
    private void bury() {
        world.store.bury(world.node.store().term().incarnation(), "");
    }

    private SessionId created(String key) {
        Session session = world.created(spark(key));
        world.settle();
        return session.id();
    }

    private ApplicationId onlyApplication() {
        assertThat(world.applications()).hasSize(1);
        return world.applications().get(0).submission().application();
    }

    private static Order spark(String key) {
        return order(key, Samples.spark());
    }
}
