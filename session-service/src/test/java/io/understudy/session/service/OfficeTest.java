package io.understudy.session.service;

import static io.understudy.session.testing.Samples.command;
import static io.understudy.session.testing.Samples.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.service.SessionService.Activated;
import io.understudy.session.service.Sessions.Creation;
import io.understudy.session.service.Sessions.LogReading;
import io.understudy.session.service.Sessions.Removal;
import io.understudy.session.testing.Samples;
import io.understudy.session.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Taking office, leaving it, and what is said on the way. */
final class OfficeTest {

    private final World world = new World();

    @Test
    void readyWhenEverythingIsRead() {
        world.created("k0");
        world.created("k1");
        world.delete("0", "d");

        assertThat(world.takeOffice("n2").activated()).containsExactly(new Activated.Ready(1));
    }

    @Test
    void aStoreThatCannotBeReadIsNotServed() {
        world.created("k0");
        TestNode late = new TestNode(
                "n2",
                world.time,
                world.store,
                world.cluster,
                world.spark,
                new Random(1),
                world.network,
                world.settings);
        late.store().loseSession();
        world.settle();

        assertThat(late.activated()).hasSize(1).first().isInstanceOf(Activated.Failed.class);
        world.node = late;
        assertThat(world.read("0")).isInstanceOf(Sessions.NotServing.class);
    }

    @Test
    void behindAShutGateNothingIsSaid() {
        world.created("k");
        world.settle();
        world.node.setOpen(false);

        assertThat(world.create(order("k2")).result()).isInstanceOf(Sessions.NotServing.class);
        assertThat(world.read("0")).isInstanceOf(Sessions.NotServing.class);
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.NotServing.class);
        assertThat(world.log(new SessionId(0), OptionalInt.empty(), OptionalInt.empty())
                        .result())
                .isInstanceOf(Sessions.NotServing.class);
        assertThat(world.<Sessions.Listing>asked(reply -> world.node.sessions().list(0, 9, reply))
                        .result())
                .isInstanceOf(Sessions.NotServing.class);
    }

    @Test
    void whatWasReadBeforeTheGateShutIsNotSaidAfterwards() {
        world.created("k");
        World.Answer<Sessions.Reading> read =
                world.asked(reply -> world.node.sessions().get("0", reply));
        assertThat(read.reply().gate().isOpen()).isTrue();

        world.node.setOpen(false);
        assertThat(read.reply().gate().isOpen()).isFalse();
    }

    @Test
    void whatAnEarlierTermSaidIsNotSaidInALaterOne() {
        world.created("k");
        World.Answer<Sessions.Reading> read =
                world.asked(reply -> world.node.sessions().get("0", reply));
        deactivate();

        assertThat(world.node.gate().isOpen()).isTrue();
        assertThat(read.reply().gate().isOpen()).isFalse();
    }

    @Test
    void anAcknowledgedWriteIsAnsweredThoughTheGateHasShut() {
        world.created("k");
        world.settle();
        world.node.store().keepBack();
        World.Answer<Creation> created = world.create(order("k2"));
        World.Answer<Removal> deleted = world.delete("0", "d");
        world.node.setOpen(false);
        world.node.store().letGo();
        world.settle();

        assertThat(created.result()).isInstanceOf(Sessions.Created.class);
        assertThat(created.reply().gate().isOpen()).isTrue();
        assertThat(deleted.result()).isInstanceOf(Sessions.Deleted.class);
        assertThat(world.applications()).hasSize(1).noneMatch(app -> app.killedByOrder());
    }

    @Test
    void deactivationWaitsForWritesInFlight() {
        world.node.store().keepBack();
        World.Answer<Creation> first = world.create(order("k"));
        World.Answer<Creation> second = world.create(order("k"));
        List<String> done = new ArrayList<>();
        world.node.sessions().deactivate(() -> done.add("done"));
        world.pass(Duration.ofMillis(500));

        assertThat(second.result()).isInstanceOf(Sessions.NotServing.class);
        assertThat(first.isGiven()).isFalse();
        assertThat(done).isEmpty();
        world.node.store().letGo();
        world.pass(Duration.ofMillis(1));
        assertThat(first.result()).isInstanceOf(Sessions.Created.class);
        assertThat(done).containsExactly("done");
        world.settle();
        assertThat(world.applications()).isEmpty();
    }

    @Test
    void deactivationDoesNotWaitForEver() {
        world.node.store().keepBack();
        World.Answer<Creation> created = world.create(order("k"));
        List<String> done = new ArrayList<>();
        world.node.sessions().deactivate(() -> done.add("first"));
        world.node.sessions().deactivate(() -> done.add("second"));
        world.pass(Duration.ofSeconds(2));

        assertThat(created.result()).isInstanceOf(Sessions.Unknown.class);
        assertThat(done).containsExactly("first", "second");
        world.node.store().letGo();
        world.settle();
        assertThat(created.result()).isInstanceOf(Sessions.Unknown.class);
    }

    @Test
    void aDeletionThatWaitsForYarnIsAnsweredAtDeactivation() {
        world.created("k");
        world.settle();
        world.cluster.goDown();
        World.Answer<Removal> deleted = world.delete("0", "d");
        World.Answer<LogReading> log = world.log(new SessionId(0), OptionalInt.empty(), OptionalInt.empty());
        deactivate();

        assertThat(deleted.result()).isInstanceOf(Sessions.Deleted.class);
        assertThat(log.result()).isInstanceOf(Sessions.NotFound.class);
    }

    @Test
    void aDeletionThatWaitsForASubmissionIsAnsweredAtDeactivation() {
        World slow = new World(ServiceSettings.DEFAULT, Duration.ofSeconds(20));
        slow.created("k");
        slow.pass(Duration.ofSeconds(50));
        slow.node.store().keepBack();
        World.Answer<Removal> deleted = slow.delete("0", "d");
        slow.node.sessions().deactivate(() -> {});
        slow.pass(Duration.ofMillis(1));
        slow.node.store().letGo();
        slow.pass(Duration.ofSeconds(2));

        assertThat(deleted.result()).isInstanceOf(Sessions.Deleted.class);
    }

    @Test
    void whatYarnIsNotPreparedForIsAProblemUntilItIsPutRight() {
        world.cluster.lack("no staging folder");
        world.takeOffice("n2");
        world.settle();
        assertThat(world.node.sessions().problems()).containsExactly("no staging folder");

        world.cluster.lack();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.node.sessions().problems()).isEmpty();
    }

    @Test
    void nothingIsBegunAfterDeactivation() {
        world.created("k");
        world.settle();
        deactivate();
        int calls = world.cluster.calls();
        int paths = world.store.paths().size();
        World.Answer<Creation> created = world.create(order("k2"));
        world.pass(Duration.ofMinutes(5));

        assertThat(created.result()).isInstanceOf(Sessions.NotServing.class);
        assertThat(world.cluster.calls()).isEqualTo(calls);
        assertThat(world.store.paths()).hasSize(paths);
        assertThat(world.node.sessions().problems()).isEmpty();
        assertThat(world.node.sessions().highestId()).isZero();
    }

    @Test
    void deactivationWhileEverythingIsReadEndsTheActivation() {
        TestNode late = new TestNode(
                "n2",
                world.time,
                world.store,
                world.cluster,
                world.spark,
                new Random(1),
                world.network,
                world.settings);
        List<String> done = new ArrayList<>();
        late.sessions().deactivate(() -> done.add("done"));
        world.settle();

        assertThat(late.activated()).hasSize(1).first().isInstanceOf(Activated.Failed.class);
        assertThat(done).containsExactly("done");
    }

    @Test
    void deactivatingWhatIsNotActiveIsCheap() {
        deactivate();
        List<String> done = new ArrayList<>();
        world.node.sessions().deactivate(() -> done.add("done"));
        world.pass(Duration.ofMillis(1));

        assertThat(done).containsExactly("done");
    }

    @Test
    void aProcessCanTakeOfficeAgain() {
        world.created("k");
        deactivate();
        List<Activated> again = new ArrayList<>();
        world.node
                .sessions()
                .activate(
                        new InMemoryFencedStore(
                                world.store,
                                world.store.win("n1"),
                                Duration.ofSeconds(6),
                                world.network,
                                world.time::nanoTime),
                        () -> true,
                        again::add);
        world.settle();

        assertThat(again).containsExactly(new Activated.Ready(1));
        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
    }

    @Test
    void aRecordThatCannotBeReadStillExists() {
        world.created(order("k0", Samples.named("nightly")));
        world.created("k1");
        world.settle();
        damage("sessions/00/0000000000", "\"format\":1", "\"format\":2");
        world.takeOffice("n2");

        assertThat(world.read("0")).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.read("nightly")).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.log(new SessionId(0), OptionalInt.empty(), OptionalInt.empty())
                        .result())
                .isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.create(order("k0", Samples.named("nightly"))).result())
                .isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.create(order("k2", Samples.named("nightly"))).result())
                .isEqualTo(new Sessions.DuplicateName("nightly", new SessionId(0)));
        assertThat(world.list(0, 9).total()).isEqualTo(2);
        assertThat(world.list(0, 9).views()).hasSize(1);
        assertThat(world.node.sessions().problems())
                .anyMatch(problem -> problem.startsWith(
                                "The record of session 0 ('nightly') at sessions/00/0000000000 was set aside:")
                        && problem.contains("its format is 2"));
    }

    @Test
    void whatBelongsToAnUnreadableRecordIsLeftAlone() {
        world.created("k0");
        world.settle();
        damage("sessions/00/0000000000", "{", "not JSON");
        world.takeOffice("n2");
        world.settle();

        assertThat(world.applications()).hasSize(1).noneMatch(app -> app.killedByOrder());
        assertThat(world.node.sessions().problems()).hasSize(1);
    }

    @Test
    void theRecordOfAnotherIdIsNotBelieved() {
        world.created("k0");
        world.settle();
        damage("sessions/00/0000000000", "\"id\":0", "\"id\":1");
        world.takeOffice("n2");

        assertThat(world.read("0")).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.read("1")).isInstanceOf(Sessions.NotFound.class);
    }

    /** It comes about if a batch that was given up turns up again when its name has been given to another one. */
    @Test
    void twoLiveSessionsWithOneNameAreBothServedAndTheNameMeansTheLater() {
        Session first = world.created(order("k0", Samples.named("nightly")));
        Session second = world.created(order("k1", Samples.named("weekly")));
        world.settle();
        damage("sessions/01/0000000001", "weekly", "nightly");
        damage("sessions/01/0000000001", "weekly", "nightly");
        world.takeOffice("n2");
        world.settle();

        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        assertThat(world.read("1")).isInstanceOf(Sessions.Found.class);
        assertThat(idOf("nightly")).isEqualTo(second.id());
        assertThat(world.node.sessions().problems()).isEmpty();

        world.cluster.finish(world.application(second.id()), FinalStatus.SUCCEEDED, "");
        world.settle();
        assertThat(idOf("nightly")).isEqualTo(first.id());
        assertThat(world.create(order("k2", Samples.named("nightly"))).result())
                .isEqualTo(new Sessions.DuplicateName("nightly", first.id()));
    }

    @Test
    void aNameMeansTheLatestOfThoseThatHaveEnded() {
        SessionId first = endedNightly("k0");
        SessionId second = endedNightly("k1");
        assertThat(idOf("nightly")).isEqualTo(second);

        world.takeOffice("n2");
        world.settle();
        assertThat(idOf("nightly")).isEqualTo(second);
        world.delete("nightly", "d");
        world.settle();
        assertThat(idOf("nightly")).isEqualTo(first);
    }

    private SessionId endedNightly(String key) {
        SessionId id = world.created(order(key, Samples.named("nightly"))).id();
        world.settle();
        world.cluster.finish(world.application(id), FinalStatus.SUCCEEDED, "");
        world.settle();
        return id;
    }

    private SessionId idOf(String name) {
        return ((Sessions.Found) world.read(name)).view().session().id();
    }

    @Test
    void ofManyUnreadableRecordsSomeAreShownAndAllCounted() {
        for (int id = 0; id < 30; id++) {
            world.created("k" + id);
        }
        world.settle();
        for (int id = 0; id < 30; id++) {
            damage(StorePaths.session(id), "{", "not JSON");
        }
        world.takeOffice("n2");
        world.settle();

        assertThat(world.node.sessions().problems())
                .hasSize(21)
                .last()
                .asString()
                .isEqualTo("30 records were set aside, more than are shown here. haadmin store verify lists all.");
        assertThat(world.node.sessions().figures()).contains(new Figures(30, 0, 30, 0, 1));
    }

    @Test
    void theServiceCountsWhatItHolds() {
        world.created("k0");
        world.created("k1");
        world.created("k2");
        world.settle();
        world.cluster.finish(world.application(new SessionId(1)), FinalStatus.SUCCEEDED, "exit code 0");
        world.delete("0", "d");
        world.settle();

        assertThat(world.node.sessions().figures()).contains(new Figures(2, 1, 0, 1, 1));
        deactivate();
        assertThat(world.node.sessions().figures()).isEmpty();
    }

    @Test
    void aCopyInAWrongPlaceHidesNothing() {
        world.created(order("k0", Samples.named("nightly")));
        world.settle();
        copy("sessions/00/0000000000", "sessions/05/0000000000");
        copy("sessions/00/0000000000", "sessions/07/0000000003");
        world.takeOffice("n2");

        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        assertThat(((Sessions.Found) world.read("nightly")).view().session().id())
                .isEqualTo(new SessionId(0));
        assertThat(world.read("3")).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.list(0, 9).total()).isEqualTo(2);
        assertThat(world.node.sessions().problems()).hasSize(2);
    }

    /** Of a session at rest only the head is read at first. */
    @Test
    void aRecordWhoseDamageShowsLaterIsSetAsideThen() {
        world.created(order("k0", Samples.named("nightly")));
        world.settle();
        world.cluster.finish(world.application(new SessionId(0)), FinalStatus.SUCCEEDED, "exit code 0");
        world.settle();
        assertThat(world.session(new SessionId(0)).isOver()).isTrue();
        damage("sessions/00/0000000000", "\"history\"", "\"story\"");
        world.takeOffice("n2");

        assertThat(world.list(0, 9).total()).isEqualTo(1);
        assertThat(world.read("nightly")).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.read("0")).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.delete("0", "d").result()).isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.log(new SessionId(0), OptionalInt.empty(), OptionalInt.empty())
                        .result())
                .isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.create(order("k0", Samples.named("nightly"))).result())
                .isInstanceOf(Sessions.Unreadable.class);
        assertThat(world.list(0, 9).total()).isEqualTo(1);
        assertThat(world.node.sessions().problems()).hasSize(1);
    }

    /** A batch answered 201 exists until it is deleted: 404 would make its client order it again. */
    @Test
    void aSessionWhoseRecordWasLostByOtherHandsStillExists() {
        world.created("k0");
        world.settle();
        var content = world.store.read("sessions/00/0000000000").content().orElseThrow();
        world.store.write(
                world.node.store().term(), List.of(new WriteOp.Delete("sessions/00/0000000000", content.version())));
        world.cluster.finish(world.application(new SessionId(0)), FinalStatus.SUCCEEDED, "exit code 0");
        world.settle();

        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        assertThat(world.create(order("k0")).result()).isInstanceOf(Sessions.Replayed.class);
    }

    @Test
    void aRecordThatStandsThereAlreadyIsNeverOverwritten() {
        world.store.write(
                world.node.store().term(),
                List.of(new WriteOp.Create("sessions/00/0000000000", "precious".getBytes(UTF_8))));

        assertThat(world.create(order("k", command("true"))).result()).isInstanceOf(Sessions.NotServing.class);
        assertThat(text("sessions/00/0000000000")).isEqualTo("precious");
        assertThat(world.created("k").id()).isEqualTo(new SessionId(1));
    }

    private void deactivate() {
        List<String> done = new ArrayList<>();
        world.node.sessions().deactivate(() -> done.add("done"));
        world.pass(Duration.ofSeconds(2));
        assertThat(done).containsExactly("done");
    }

    private void damage(String path, String what, String by) {
        var content = world.store.read(path).content().orElseThrow();
        byte[] damaged = text(path).replaceFirst(Pattern.quote(what), by).getBytes(UTF_8);
        world.store.write(world.node.store().term(), List.of(new WriteOp.Update(path, damaged, content.version())));
    }

    private void copy(String from, String to) {
        byte[] data = text(from).getBytes(UTF_8);
        world.store.write(world.node.store().term(), List.of(new WriteOp.Create(to, data)));
    }

    private String text(String path) {
        return new String(world.store.read(path).content().orElseThrow().data(), UTF_8);
    }
}
