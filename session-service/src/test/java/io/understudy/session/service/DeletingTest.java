package io.understudy.session.service;

import static io.understudy.session.testing.Samples.named;
import static io.understudy.session.testing.Samples.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOp;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.CommandSubmission;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.service.Sessions.Removal;
import io.understudy.session.testing.FakeApplication;
import io.understudy.session.testing.FakeCluster.Weather;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DeletingTest {

    private static final SessionId ZERO = new SessionId(0);

    private final World world = new World();

    @Test
    void whatIsNotPermittedStays() {
        world.created(order("k", named("nightly")));
        world.settle();
        world.cluster.run(application().submission().application());
        world.settle();
        List<Session> judged = new ArrayList<>();

        World.Answer<Removal> answer = world.asked(reply -> world.node
                .sessions()
                .delete(
                        "nightly",
                        Samples.key("d"),
                        session -> {
                            judged.add(session);
                            return false;
                        },
                        reply));

        assertThat(answer.result()).isEqualTo(new Sessions.Forbidden());
        assertThat(judged).containsExactly(world.session(ZERO));
        world.settle();
        assertThat(application().state()).isEqualTo(YarnState.RUNNING);
        assertThat(world.delete("nightly", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
    }

    @Test
    void aDeletedSessionIsGoneAndItsApplicationKilled() {
        running();

        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.list(0, 9).total()).isZero();
        assertThat(application().state()).isEqualTo(YarnState.KILLED);
        world.takeOffice("n2");
        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
    }

    @Test
    void theOutputOfItsSubmissionGoesWithIt() {
        SessionId id = world.created("k").id();
        world.settle();
        world.leaveOutput(id);
        assertThat(world.hasOutput(id)).isTrue();
        world.delete(id.toString(), "d");
        world.settle();

        assertThat(world.hasOutput(id)).isFalse();
    }

    @Test
    void theTombstoneIsDurableBeforeTheKill() {
        running();
        world.node.store().keepBack();
        World.Answer<Removal> answer = world.delete("0", "d");
        world.pass(Duration.ofSeconds(2));

        assertThat(answer.isGiven()).isFalse();
        assertThat(application().state()).isEqualTo(YarnState.RUNNING);
        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        world.node.store().letGo();
        world.pass(Duration.ofMillis(1));
        assertThat(answer.result()).isEqualTo(new Sessions.Deleted(ZERO));
    }

    @Test
    void repeatedWithItsKeyItIsDeletedStill() {
        world.created(order("k", named("nightly")));
        world.settle();
        world.delete("nightly", "d");
        world.created(order("k2", named("nightly")));
        world.settle();

        assertThat(world.delete("nightly", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(world.read("nightly")).isInstanceOf(Sessions.Found.class);
        assertThat(world.delete("0", "other").result()).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.delete("1", "d").result()).isEqualTo(new Sessions.KeyReused(ZERO));
        world.takeOffice("n2");
        assertThat(world.delete("nightly", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
    }

    @Test
    void repeatedWhileItIsUnderWayItIsOneDeletion() {
        running();
        world.node.store().keepBack();
        World.Answer<Removal> first = world.delete("0", "d");
        World.Answer<Removal> again = world.delete("0", "d");
        World.Answer<Removal> other = world.delete("0", "e");
        World.Answer<Removal> reused = world.delete("9", "d");

        assertThat(reused.result()).isEqualTo(new Sessions.KeyReused(ZERO));
        world.node.store().letGo();
        world.pass(Duration.ofMillis(1));
        assertThat(first.result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(again.result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(other.result()).isInstanceOf(Sessions.NotFound.class);
    }

    @Test
    void withoutYarnTheAnswerWaitsTenSecondsAndTheKillComesLater() {
        running();
        world.cluster.goDown();
        World.Answer<Removal> answer = world.delete("0", "d");
        world.pass(Duration.ofSeconds(9));
        assertThat(answer.isGiven()).isFalse();
        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
        world.pass(Duration.ofSeconds(1));
        assertThat(answer.result()).isEqualTo(new Sessions.Deleted(ZERO));

        world.cluster.restart();
        world.settle();
        assertThat(application().state()).isEqualTo(YarnState.KILLED);
    }

    @Test
    void theAnswerComesAsSoonAsYarnIsBack() {
        running();
        world.cluster.goDown();
        World.Answer<Removal> answer = world.delete("0", "d");
        world.pass(Duration.ofSeconds(3));
        world.cluster.restart();
        world.pass(Duration.ofSeconds(2));

        assertThat(answer.result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(application().state()).isEqualTo(YarnState.KILLED);
    }

    @Test
    void theNextInOfficeKillsWhatTheLastCouldNot() {
        running();
        world.cluster.goDown();
        world.delete("0", "d");
        world.node.loop().kill();
        world.cluster.restart();
        world.takeOffice("n2");
        world.settle();

        assertThat(application().state()).isEqualTo(YarnState.KILLED);
    }

    @Test
    void whatHasEndedIsDeletedWithoutYarn() {
        running();
        world.cluster.finish(application().submission().application(), FinalStatus.SUCCEEDED, "");
        world.settle();
        world.cluster.goDown();

        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
    }

    @Test
    void whatWasNeverTriedIsNeverSubmitted() {
        world.cluster.goDown();
        world.created("k");
        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
        world.cluster.restart();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.applications()).isEmpty();
    }

    @Test
    void deletedWhileItsNoteIsWrittenItIsNotSubmitted() {
        world.node.sessions().create(order("k"), created -> world.node.store().keepBack());
        world.pass(Duration.ofMillis(1));
        World.Answer<Removal> answer = world.delete("0", "d");
        world.node.store().letGo();
        world.pass(Duration.ofMinutes(1));

        assertThat(answer.result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(world.applications()).isEmpty();
    }

    @Test
    void deletedWhileItIsSubmittedItIsKilledAfterwards() {
        world.node.sessions().create(order("k"), created -> {});
        while (world.applications().isEmpty()) {
            world.time.step();
        }
        World.Answer<Removal> answer = world.delete("0", "d");
        world.pass(Duration.ofMillis(1));

        assertThat(answer.result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(application().state()).isEqualTo(YarnState.KILLED);
    }

    @Test
    void aSubmissionThatComesThroughLateIsKilled() {
        world.cluster.forecast(Weather.LOST_AND_UNKNOWN);
        world.created("k");
        var submission = world.session(ZERO);
        world.delete("0", "d");
        world.settle();
        world.cluster.submit(
                new CommandSubmission(
                        submission.applicationId().orElseThrow(),
                        "late",
                        Set.of(submission.tag().storeTag(), submission.tag().toString()),
                        List.of("sleep"),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        1),
                submitted -> {});
        world.settle();

        assertThat(application().state()).isEqualTo(YarnState.KILLED);
    }

    @Test
    void anUnknownOutcomeIsNotCalledDeleted() {
        running();
        world.node.store().forecast(InMemoryFencedStore.Weather.APPLIED_BUT_UNKNOWN);
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.Unknown.class);
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.Unknown.class);
        world.settle();

        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
        assertThat(application().state()).isEqualTo(YarnState.KILLED);
    }

    @Test
    void aDeletionThatGotLostCanBeRepeated() {
        running();
        world.node.store().forecast(InMemoryFencedStore.Weather.LOST_AND_UNKNOWN);
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.Unknown.class);
        world.settle();

        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.Deleted(ZERO));
    }

    @Test
    void thereIsNothingToDelete() {
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.delete("nightly", "d").result()).isInstanceOf(Sessions.NotFound.class);
    }

    /** Its application carries the tag of another store: YARN's list does not show it as ours. */
    @Test
    void theApplicationOfAnImportedSessionIsKilledEvenIfYarnWasAwayWhenItWasDeleted() {
        world.created("k0");
        world.settle();
        importSession("sessions/00/0000000000");
        world.takeOffice("n2");
        world.settle();
        world.cluster.refuseKills(true);
        world.delete("0", "d");
        world.pass(Duration.ofSeconds(15));
        world.takeOffice("n3");
        world.settle();
        assertThat(world.applications()).noneMatch(app -> app.killedByOrder());

        world.cluster.refuseKills(false);
        world.settle();

        assertThat(world.applications()).singleElement().matches(app -> app.killedByOrder());
        int calls = world.cluster.calls();
        world.pass(Duration.ofSeconds(10));
        assertThat(world.cluster.calls() - calls).as("polls only").isLessThanOrEqualTo(10);
    }

    private void importSession(String path) {
        var content = world.store.read(path).content().orElseThrow();
        String record = new String(content.data(), UTF_8);
        byte[] imported = record.replaceFirst("understudy-[0-9a-f]{8}-0-", "understudy-00000000-0-")
                .getBytes(UTF_8);
        world.store.write(world.node.store().term(), List.of(new WriteOp.Update(path, imported, content.version())));
    }

    private void running() {
        world.created("k");
        world.settle();
        world.cluster.run(application().submission().application());
        world.settle();
    }

    private FakeApplication application() {
        return world.applications().get(0);
    }
}
