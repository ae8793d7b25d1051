package io.understudy.session.service;

import static io.understudy.session.testing.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.service.Workload.Submitting;
import io.understudy.session.testing.FakeCluster.Weather;
import io.understudy.session.testing.FakeSpark.Conduct;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the service says it is busy with. */
final class WorkloadTest {

    private final World world = new World();

    @Test
    void sessionsAreCountedByState() {
        world.created("k0");
        world.created("k1");
        world.created("k2");
        world.settle();
        world.cluster.run(world.application(new SessionId(1)));
        world.delete("2", "d");
        world.settle();

        assertThat(workload().sessions()).isEqualTo(Map.of(SessionState.STARTING, 1, SessionState.RUNNING, 1));
    }

    @Test
    void theEndsOfCommandsAreCounted() {
        world.cluster.forecast(
                Weather.CALM, Weather.REJECTED, Weather.TAKEN_BUT_UNKNOWN, Weather.NOT_SENT, Weather.CALM);
        for (String key : new String[] {"k0", "k1", "k2", "k3"}) {
            world.created(key);
            world.settle();
        }

        assertThat(submitting(Kind.COMMAND).ended())
                .isEqualTo(Map.of(
                        SubmissionResult.ACCEPTED, 2L,
                        SubmissionResult.REFUSED, 1L,
                        SubmissionResult.UNKNOWN, 1L,
                        SubmissionResult.NOT_SENT, 1L));
        assertThat(submitting(Kind.SPARK).ended().values()).containsOnly(0L);
    }

    @Test
    void theEndsOfSparkSubmitAreCounted() {
        world.spark.forecast(Conduct.SUBMITS, Conduct.FAILS, Conduct.NOT_STARTED);
        for (String key : new String[] {"k0", "k1", "k2"}) {
            world.created(order(key, Samples.spark()));
            world.settle();
        }

        assertThat(submitting(Kind.SPARK).ended())
                .isEqualTo(Map.of(
                        SubmissionResult.ACCEPTED, 1L,
                        SubmissionResult.REFUSED, 1L,
                        SubmissionResult.UNKNOWN, 0L,
                        SubmissionResult.NOT_SENT, 1L));
    }

    @Test
    void whatWaitsIsToldFromWhatIsUnderWay() {
        int parallel = world.settings.parallelSubmissions();
        for (int i = 0; i <= parallel; i++) {
            world.spark.forecast(Conduct.HANGS);
            world.created(order("k" + i, Samples.spark()));
        }
        world.settle();

        assertThat(submitting(Kind.SPARK).running()).isEqualTo(parallel);
        assertThat(submitting(Kind.SPARK).queued()).isEqualTo(1);
    }

    @Test
    void itIsToldWhenYarnLastAnswered() {
        world.settle();
        world.cluster.goDown();
        world.settle();
        long last = workload().yarnAnsweredAt();

        world.pass(Duration.ofMinutes(5));
        assertThat(workload().yarnAnsweredAt()).isEqualTo(last);

        world.cluster.restart();
        world.settle();
        assertThat(workload().yarnAnsweredAt())
                .isGreaterThan(last + Duration.ofMinutes(5).toNanos());
    }

    @Test
    void whatWasReadAtTheBeginningIsToldToTheEnd() {
        world.created("k0");
        world.created("k1");
        world.delete("1", "d");
        world.settle();
        assertThat(workload().recovered()).isZero();

        world.takeOffice("n2");
        world.created("k2");
        world.settle();
        assertThat(workload().recovered()).isEqualTo(2);
    }

    private Submitting submitting(Kind kind) {
        return Objects.requireNonNull(workload().submissions().get(kind));
    }

    private Workload workload() {
        return world.node.sessions().workload().orElseThrow();
    }
}
