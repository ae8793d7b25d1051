package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.CommandSubmission;
import io.understudy.session.Ending;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FollowingTest {

    private static final String STORE_TAG = "understudy-0123abcd";

    private final World world = new World(World.settings(Duration.ofMinutes(20), 400), Duration.ZERO);

    @Test
    void aSessionFollowsItsApplication() {
        SessionId id = submitted("k");
        world.cluster.run(world.application(id));
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.RUNNING);
        assertThat(world.session(id).application().orElseThrow().driver()).isPresent();

        world.cluster.finish(world.application(id), FinalStatus.SUCCEEDED, "exit code 0");
        world.settle();
        assertThat(world.session(id).state()).isEqualTo(SessionState.SUCCESS);
        assertThat(world.session(id).ending()).contains(Ending.REPORTED);
        assertThat(world.session(id).diagnostics().text()).isEqualTo("exit code 0");
    }

    @Test
    void whatEndedIsDurable() {
        SessionId id = submitted("k");
        world.cluster.finish(world.application(id), FinalStatus.FAILED, "exit code 3");
        world.settle();
        Session dead = world.session(id);
        world.cluster.forget(world.application(id));
        world.takeOffice("n2");
        world.pass(Duration.ofMinutes(10));

        assertThat(dead.state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id)).isEqualTo(dead);
    }

    @Test
    void onlyChangesAreWritten() {
        SessionId id = submitted("k");
        world.cluster.run(world.application(id));
        world.settle();
        int version = version(id);
        world.pass(Duration.ofMinutes(1));

        assertThat(version(id)).isEqualTo(version);
    }

    @Test
    void nothingIsWrittenBehindAShutGate() {
        World slow = new World(ServiceSettings.DEFAULT, Duration.ofMillis(500));
        SessionId id = slow.created("k").id();
        slow.pass(Duration.ofMinutes(1));
        slow.cluster.run(slow.application(id));
        for (int i = 0; i < 20; i++) {
            slow.node.setOpen(false);
            slow.pass(Duration.ofSeconds(2));
            slow.node.setOpen(true);
            slow.pass(Duration.ofMillis(130));
        }
        assertThat(slow.session(id).state()).isEqualTo(SessionState.STARTING);

        slow.pass(Duration.ofSeconds(5));
        assertThat(slow.session(id).state()).isEqualTo(SessionState.RUNNING);
    }

    @Test
    void aRestartOfYarnDoesNotTakeASessionBack() {
        SessionId id = submitted("k");
        world.cluster.run(world.application(id));
        world.settle();
        world.cluster.restart();
        world.cluster.stepBack(world.application(id));
        world.settle();

        assertThat(world.session(id).state()).isEqualTo(SessionState.RUNNING);
    }

    @Test
    void troubleWithYarnChangesNothing() {
        SessionId id = submitted("k");
        world.cluster.run(world.application(id));
        world.settle();
        world.cluster.goDown();
        Session before = world.session(id);
        world.pass(Duration.ofMinutes(30));

        assertThat(world.session(id)).isEqualTo(before);
    }

    @Test
    void whatYarnHasForgottenKeepsItsStateForLong() {
        SessionId id = submitted("k");
        world.cluster.run(world.application(id));
        world.settle();
        world.cluster.forget(world.application(id));
        world.pass(Duration.ofMinutes(19));
        assertThat(world.session(id).state()).isEqualTo(SessionState.RUNNING);
        world.takeOffice("n2");
        world.pass(Duration.ofMinutes(2));

        assertThat(world.session(id).state()).isEqualTo(SessionState.DEAD);
        assertThat(world.session(id).ending()).contains(Ending.LOST);
    }

    @Test
    void oneQuestionAtATime() {
        Duration slow = Duration.ofSeconds(7);
        FakeCluster late = new FakeCluster(task -> world.time.after(slow, task), world.time.clock());
        new TestNode("n2", world.time, world.store, late, world.spark, new Random(1), world.network, world.settings);
        world.pass(Duration.ofSeconds(140));

        assertThat(late.calls()).isBetween(8, 10);
    }

    @Test
    void manyForgottenApplicationsAreLookedUpInTurn() {
        for (int i = 0; i < 100; i++) {
            submitted("k" + i);
        }
        world.settle();
        world.cluster
                .applications()
                .forEach(app -> world.cluster.forget(app.submission().application()));
        int before = world.cluster.calls();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.cluster.calls() - before).isLessThanOrEqualTo(33);
        world.pass(Duration.ofSeconds(5));

        assertThat(world.list(0, 100).views())
                .allMatch(view -> view.session().times().missingSince().isPresent());
    }

    @Test
    void aStrangerWithOurTagIsReportedAndLeftAlone() {
        ApplicationId without = stranger(STORE_TAG);
        ApplicationId beyond = stranger(STORE_TAG, STORE_TAG + "-5000-random00");
        ApplicationId unused = stranger(STORE_TAG, STORE_TAG + "-5-random00");
        Session session = world.session(submitted("k"));
        ApplicationId restored = stranger(STORE_TAG, STORE_TAG + "-" + session.id() + "-random00");
        world.settle();

        assertThat(world.node.sessions().problems())
                .hasSize(4)
                .anyMatch(problem -> problem.contains(without + " "))
                .anyMatch(problem -> problem.contains(beyond + " ") && problem.contains("never given out"))
                .anyMatch(problem -> problem.contains(unused + " ") && problem.contains("no record"))
                .anyMatch(problem -> problem.contains(restored + " "));
        assertThat(world.applications()).noneMatch(app -> app.killedByOrder());
        world.cluster.forget(without);
        world.settle();
        assertThat(world.node.sessions().problems()).hasSize(3);
    }

    @Test
    void aSecondApplicationOfASessionIsKilled() {
        Session session = world.session(submitted("k"));
        ApplicationId second = stranger(STORE_TAG, session.tag().toString());
        world.settle();

        assertThat(world.cluster.application(second).state()).isEqualTo(YarnState.KILLED);
        assertThat(world.cluster.application(world.application(session.id())).state())
                .isEqualTo(YarnState.ACCEPTED);
    }

    @Test
    void nothingIsKilledBeforeTheQuorumHasSpokenLater() {
        Session session = world.session(submitted("k"));
        world.node.store().keepBack();
        ApplicationId second = stranger(STORE_TAG, session.tag().toString());
        world.pass(Duration.ofSeconds(2));
        assertThat(world.cluster.application(second).killedByOrder()).isFalse();

        world.node.store().letGo();
        world.pass(Duration.ofMillis(1));
        assertThat(world.cluster.application(second).killedByOrder()).isTrue();
    }

    @Test
    void whoWasDeposedKillsNothing() {
        Session session = world.session(submitted("k"));
        world.store.win("n2");
        ApplicationId second = stranger(STORE_TAG, session.tag().toString());
        world.pass(Duration.ofMinutes(1));

        assertThat(world.cluster.application(second).killedByOrder()).isFalse();
    }

    private SessionId submitted(String key) {
        SessionId id = world.created(key).id();
        world.settle();
        return id;
    }

    private int version(SessionId id) {
        return world.store
                .read("sessions/%02x/%010d".formatted(id.number() & 0xff, id.number()))
                .content()
                .orElseThrow()
                .version();
    }

    /** An application that somebody else brought to YARN. */
    private ApplicationId stranger(String... tags) {
        ApplicationId id = new ApplicationId(99, world.applications().size() + 1);
        world.cluster.submit(
                new CommandSubmission(
                        id,
                        "stranger",
                        Set.of(tags),
                        List.of("sleep"),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        1),
                submitted -> {});
        world.pass(Duration.ofMillis(1));
        return id;
    }
}
