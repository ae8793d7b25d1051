package io.understudy.session.service;

import static io.understudy.session.testing.Samples.command;
import static io.understudy.session.testing.Samples.named;
import static io.understudy.session.testing.Samples.order;
import static io.understudy.session.testing.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.testing.InMemoryFencedStore.Weather;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.BatchRequest;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.service.Sessions.Creation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CreatingTest {

    private final World world = new World();

    @Test
    void aSessionIsDurableBeforeItIsAnsweredAndBeforeItIsSeen() {
        world.node.store().keepBack();
        World.Answer<Creation> answer = world.create(order("k"));

        assertThat(answer.isGiven()).isFalse();
        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
        world.node.store().letGo();
        world.settle();
        assertThat(World.created(answer.result()).id()).isEqualTo(new SessionId(0));
        assertThat(world.store.paths()).contains("sessions/00/0000000000");
        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
    }

    @Test
    void idsAscendBeyondABlockAndBeyondATerm() {
        for (int i = 0; i < 1100; i++) {
            assertThat(world.created("k" + i).id()).isEqualTo(new SessionId(i));
        }
        world.takeOffice("n2");

        assertThat(world.created("next").id()).isEqualTo(new SessionId(2000));
        assertThat(world.node.sessions().highestId()).isEqualTo(2000);
        assertThat(world.list(0, 5000).views().stream()
                        .map(view -> view.session().id().number()))
                .isSorted()
                .hasSize(1101);
    }

    @Test
    void theSameRequestAgainIsTheSameSessionAsItIsNow() {
        Session session = world.created("k");
        world.settle();
        world.cluster.run(world.application(session.id()));
        world.settle();

        Creation again = world.create(order("k")).result();

        assertThat(again).isEqualTo(new Sessions.Replayed(world.view(session.id())));
        assertThat(((Sessions.Replayed) again).view().session().state().shown()).isEqualTo("running");
        assertThat(world.list(0, 9).total()).isEqualTo(1);
    }

    @Test
    void aKeyBelongsToOneRequest() {
        Session session = world.created("k");

        assertThat(world.create(order("k", command("other"))).result()).isEqualTo(new Sessions.KeyReused(session.id()));
        assertThat(world.list(0, 9).total()).isEqualTo(1);
    }

    @Test
    void aSecondRequestWithAKeyWaitsForTheFirst() {
        world.node.store().keepBack();
        World.Answer<Creation> first = world.create(order("k"));
        World.Answer<Creation> second = world.create(order("k"));
        World.Answer<Creation> other = world.create(order("k", command("other")));

        assertThat(other.result()).isEqualTo(new Sessions.KeyReused(new SessionId(0)));
        assertThat(second.isGiven()).isFalse();
        world.node.store().letGo();
        world.settle();
        assertThat(first.result()).isInstanceOf(Sessions.Created.class);
        assertThat(second.result()).isInstanceOf(Sessions.Replayed.class);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void aNameIsFreeOnceItsBatchHasEnded() {
        Session first = world.created(order("k1", named("nightly")));
        world.settle();
        world.cluster.finish(world.application(first.id()), FinalStatus.FAILED, "");
        world.settle();

        Session second = world.created(order("k2", named("nightly")));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(world.create(order("k3", named("nightly"))).result())
                .isEqualTo(new Sessions.DuplicateName("nightly", second.id()));
        assertThat(world.create(order("k1", named("nightly"))).result()).isInstanceOf(Sessions.Replayed.class);
    }

    @Test
    void aNameHasOneLiveBatch() {
        Session session = world.created(order("k1", named("nightly")));

        assertThat(world.create(order("k2", named("nightly"))).result())
                .isEqualTo(new Sessions.DuplicateName("nightly", session.id()));
        assertThat(world.read("nightly")).isInstanceOf(Sessions.Found.class);
        world.delete("nightly", "d1");
        world.settle();
        assertThat(world.read("nightly")).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.created(order("k3", named("nightly"))).id()).isNotEqualTo(session.id());
    }

    @Test
    void aNameIsReservedWhileItsBatchIsWritten() {
        world.node.store().keepBack();
        World.Answer<Creation> first = world.create(order("k1", named("nightly")));
        World.Answer<Creation> second = world.create(order("k2", named("nightly")));

        assertThat(second.isGiven()).isFalse();
        world.node.store().letGo();
        world.settle();
        assertThat(first.result()).isInstanceOf(Sessions.Created.class);
        assertThat(second.result()).isEqualTo(new Sessions.DuplicateName("nightly", new SessionId(0)));
    }

    @Test
    void anUnknownOutcomeThatWasWrittenIsFoundAgain() {
        world.node.store().forecast(Weather.APPLIED_BUT_UNKNOWN);

        assertThat(world.create(order("k", named("nightly"))).result()).isInstanceOf(Sessions.Unknown.class);
        assertThat(world.create(order("k", named("nightly"))).result()).isInstanceOf(Sessions.Unknown.class);
        assertThat(world.create(order("k2", named("nightly"))).result()).isInstanceOf(Sessions.NotServing.class);
        world.settle();
        assertThat(world.create(order("k", named("nightly"))).result()).isInstanceOf(Sessions.Replayed.class);
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void anUnknownOutcomeThatWasNotWrittenSetsKeyAndNameFree() {
        world.node.store().forecast(Weather.LOST_AND_UNKNOWN);

        assertThat(world.create(order("k", named("nightly"))).result()).isInstanceOf(Sessions.Unknown.class);
        world.settle();
        assertThat(world.list(0, 9).total()).isZero();
        assertThat(world.created(order("k", named("nightly"))).id()).isEqualTo(new SessionId(1));
    }

    @Test
    void aTooLargeRequestLeavesNothingBehind() {
        BatchRequest large = command("x".repeat(360 * 1024));

        assertThat(world.create(order("k", large)).result()).isInstanceOf(Sessions.TooLarge.class);
        assertThat(world.store.paths()).doesNotContain("sessions/00/0000000000");
        assertThat(world.created("k").state().shown()).isEqualTo("starting");
    }

    @Test
    void atMostSoManyAreCreatedAtOnce() {
        World few = new World(World.settings(Duration.ofHours(24), 2), Duration.ZERO);
        few.node.store().keepBack();
        few.create(order("k0"));
        few.create(order("k0"));

        assertThat(few.create(order("k1")).result()).isInstanceOf(Sessions.Busy.class);
        assertThat(few.create(order("k0")).result()).isInstanceOf(Sessions.Busy.class);
        few.node.store().letGo();
        few.settle();
        assertThat(few.created("k1").id()).isEqualTo(new SessionId(1));
    }

    @Test
    void aRequestThatWasDeletedIsNotRunAgain() {
        Session session = world.created("k");
        world.settle();
        world.delete("0", "d");
        world.settle();

        assertThat(world.create(order("k")).result()).isEqualTo(new Sessions.Gone(session.id()));
        world.takeOffice("n2");
        assertThat(world.create(order("k")).result()).isEqualTo(new Sessions.Gone(session.id()));
        assertThat(world.create(order("k", command("other"))).result()).isEqualTo(new Sessions.KeyReused(session.id()));
        world.settle();
        assertThat(world.applications()).hasSize(1);
    }

    @Test
    void pagesOfTheList() {
        IntStream.range(0, 5).forEach(i -> world.created("k" + i));
        world.delete("2", "d");

        assertThat(ids(1, 2)).containsExactly(1, 3);
        assertThat(ids(0, 0)).isEmpty();
        assertThat(ids(0, -1)).isEmpty();
        assertThat(ids(4, 10)).isEmpty();
        assertThat(ids(-5, 1)).containsExactly(0);
        assertThat(ids(3, Integer.MAX_VALUE)).containsExactly(4);
        assertThat(world.list(9, 9).total()).isEqualTo(4);
        assertThat(world.list(9, 9).from()).isEqualTo(9);
    }

    @Test
    void whatClientsOrderedIsThereAfterATakeover() {
        Session session = world.created(order(
                "k",
                request(Map.of(
                        "kind",
                        "command",
                        "command",
                        List.of("sh", "-c", "echo 'ä\ud83d\ude00 \ud800'"),
                        "env",
                        Map.of("A", "1"),
                        "driverMemory",
                        "1g",
                        "driverCores",
                        2,
                        "name",
                        "nightly"))));
        world.settle();
        Session before = world.session(session.id());
        world.takeOffice("n2");

        assertThat(world.session(session.id())).isEqualTo(before);
    }

    private List<Integer> ids(int from, int size) {
        return world.list(from, size).views().stream()
                .map(view -> view.session().id().number())
                .toList();
    }
}
