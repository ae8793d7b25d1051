package io.understudy.session.service;

import static io.understudy.session.testing.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.StorePaths;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.RetentionRules;
import io.understudy.session.SessionId;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is removed from the store, and when. */
final class RetentionTest {

    private static final Duration KEEP = Duration.ofHours(2);
    private static final Duration POLLS = Duration.ofSeconds(30);
    private static final SessionId FIRST = new SessionId(0);
    private static final SessionId SECOND = new SessionId(1);

    private final World world = world(100);

    private static World world(int most) {
        return new World(World.settings(new RetentionRules(KEEP, most)), Duration.ofMillis(5));
    }

    @Test
    void aSessionGoesSomeTimeAfterItsEndAndNotBefore() {
        world.created(order("k0", Samples.named("nightly")));
        world.created("k1");
        world.pass(POLLS);
        finish(world, FIRST);

        world.pass(KEEP.minusMinutes(1));
        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.read("nightly")).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.list(0, 9).total()).isEqualTo(1);
        assertThat(world.read("1")).isInstanceOf(Sessions.Found.class);
        assertThat(world.node.sessions().problems()).isEmpty();
    }

    @Test
    void itsKeyIsRememberedForADayMoreAndItsNameIsFree() {
        world.created(order("k0", Samples.named("nightly")));
        world.pass(POLLS);
        finish(world, FIRST);
        world.pass(KEEP.plusMinutes(1));

        assertThat(world.create(order("k0", Samples.named("nightly"))).result()).isEqualTo(new Sessions.Gone(FIRST));
        assertThat(world.created(order("k1", Samples.named("nightly"))).id()).isEqualTo(SECOND);
        world.takeOffice("n2");
        world.pass(POLLS);
        assertThat(world.create(order("k0", Samples.named("nightly"))).result()).isEqualTo(new Sessions.Gone(FIRST));
        world.pass(RetentionRules.TOMBSTONES.minusMinutes(5));
        assertThat(world.create(order("k0", Samples.named("nightly"))).result()).isEqualTo(new Sessions.Gone(FIRST));
        assertThat(record(FIRST)).isTrue();
        assertThat(world.applications()).hasSize(2);
    }

    @Test
    void theOutputOfItsSubmissionGoesWithIt() {
        world.created("k0");
        world.pass(POLLS);
        world.leaveOutput(FIRST);
        finish(world, FIRST);
        world.pass(KEEP.minusMinutes(1));
        assertThat(world.hasOutput(FIRST)).isTrue();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.hasOutput(FIRST)).isFalse();

        world.leaveOutput(FIRST);
        world.pass(RetentionRules.TOMBSTONES.plusMinutes(1));
        assertThat(record(FIRST)).isFalse();
        assertThat(world.hasOutput(FIRST)).isFalse();
    }

    @Test
    void afterThatNothingOfItIsLeftButItsIdIsNeverGivenAgain() {
        world.created("k0");
        world.pass(POLLS);
        finish(world, FIRST);
        world.pass(KEEP.plus(RetentionRules.TOMBSTONES).plusMinutes(1));

        assertThat(record(FIRST)).isFalse();
        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.created("k0").id().number()).isGreaterThan(0);
        world.takeOffice("n2");
        world.pass(POLLS);
        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
    }

    @Test
    void aDeletedSessionLeavesItsTombstoneForADay() {
        world.created("k0");
        world.pass(POLLS);
        world.delete("0", "d");
        world.pass(POLLS);

        world.pass(RetentionRules.TOMBSTONES.minusMinutes(1));
        assertThat(record(FIRST)).isTrue();
        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.Deleted(FIRST));
        world.pass(Duration.ofMinutes(2));

        assertThat(record(FIRST)).isFalse();
        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.NotFound());
    }

    @Test
    void aTombstoneStaysWhileItsApplicationLives() {
        world.created("k0");
        world.pass(POLLS);
        world.cluster.refuseKills(true);
        world.delete("0", "d");
        world.pass(RetentionRules.TOMBSTONES.plusHours(1));
        assertThat(record(FIRST)).isTrue();

        world.cluster.refuseKills(false);
        world.pass(POLLS);

        assertThat(record(FIRST)).isFalse();
        assertThat(world.applications()).singleElement().matches(app -> app.killedByOrder());
    }

    @Test
    void nothingGoesWhileYarnIsSilent() {
        world.created("k0");
        world.pass(POLLS);
        world.delete("0", "d");
        world.pass(POLLS);
        world.cluster.goDown();
        world.takeOffice("n2");
        world.pass(RetentionRules.TOMBSTONES.plusHours(1));

        assertThat(record(FIRST)).isTrue();
    }

    @Test
    void ofTooManyTheOldestGoFirst() {
        World few = world(3);
        for (int id = 0; id < 7; id++) {
            few.created("k" + id);
        }
        few.pass(POLLS);
        for (int id = 0; id < 6; id++) {
            finish(few, new SessionId(id));
        }
        few.pass(Duration.ofMinutes(1));

        assertThat(few.list(0, 9).views())
                .extracting(view -> view.session().id().number())
                .containsExactly(3, 4, 5, 6);
    }

    @Test
    void nothingGoesWhileTheClocksDisagree() {
        world.created("k0");
        world.pass(POLLS);
        finish(world, FIRST);
        world.node.loop().setAhead(Duration.ofSeconds(61));
        world.pass(KEEP.plusHours(1));

        assertThat(world.read("0")).isInstanceOf(Sessions.Found.class);
        assertThat(world.node.sessions().problems())
                .singleElement()
                .asString()
                .startsWith(
                        "Ended batches are not removed: this node's clock and ZooKeeper's are more than 60 s apart");
        world.node.loop().setAhead(Duration.ofSeconds(-59));
        world.pass(POLLS);

        assertThat(world.read("0")).isInstanceOf(Sessions.NotFound.class);
        assertThat(world.node.sessions().problems()).isEmpty();
    }

    @Test
    void whoeverRepeatsADeleteOfARemovedSessionFindsNothing() {
        world.created("k0");
        world.pass(POLLS);
        finish(world, FIRST);
        world.pass(KEEP.plusMinutes(1));

        assertThat(world.delete("0", "d").result()).isEqualTo(new Sessions.NotFound());
    }

    @Test
    void anApplicationThatTurnsUpAfterItsSessionWasRemovedIsReportedAndLeftAlone() {
        world.created("k0");
        world.pass(POLLS);
        finish(world, FIRST);
        world.pass(KEEP.plusMinutes(1));
        world.cluster.revive(world.applications().get(0).submission().application());
        world.pass(POLLS);

        assertThat(world.applications()).noneMatch(app -> app.killedByOrder());
        assertThat(world.node.sessions().problems())
                .singleElement()
                .asString()
                .contains("is alive, but its session 0 had ended and was removed by retention");
    }

    private static void finish(World world, SessionId id) {
        world.cluster.finish(world.application(id), FinalStatus.SUCCEEDED, "exit code 0");
        world.pass(POLLS);
        assertThat(world.session(id).isOver()).isTrue();
    }

    private boolean record(SessionId id) {
        return world.store.read(StorePaths.session(id.number())).content().isPresent();
    }
}
