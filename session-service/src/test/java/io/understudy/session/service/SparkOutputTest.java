package io.understudy.session.service;

import static io.understudy.session.testing.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.SessionId;
import io.understudy.session.testing.FakeSpark.Conduct;
import io.understudy.session.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs of spark-submit write, from the run to the log. */
final class SparkOutputTest {

    private static final String CUT_OFF =
            "(no more of the submission's output was kept: the service went on in another process)";

    private final World world = new World();

    @Test
    void theLogOfABatchIsTheSameAfterATakeover() {
        SessionId id = created();
        ApplicationId application = world.application(id);
        world.cluster.run(application);
        world.cluster.writeError(application, "INFO\n");
        world.settle();
        List<String> running = lines(
                "stdout: ",
                "Uploading resource for " + application,
                "Submitted application " + application,
                "\nstderr: ",
                "INFO");
        assertThat(world.log(id)).isEqualTo(running);
        assertThat(world.view(id).log()).isEqualTo(running);
        world.takeOffice("n2");
        assertThat(world.view(id).log()).hasSize(3);
        assertThat(world.log(id)).isEqualTo(running);

        world.cluster.finish(application, FinalStatus.SUCCEEDED, "");
        world.settle();
        running.addAll(List.of("stdout: ", "\nYARN Diagnostics: "));
        assertThat(world.log(id)).isEqualTo(running);
    }

    @Test
    void whyASubmissionFailedIsInItsLog() {
        world.spark.forecast(Conduct.FAILS);
        SessionId id = created();
        world.pass(Duration.ofSeconds(15));

        assertThat(world.log(id))
                .startsWith(lines(
                                "stdout: ",
                                "Exception in thread main: no such class",
                                "(spark-submit exited with code 1)",
                                "\nYARN Diagnostics: ")
                        .toArray(String[]::new));
    }

    @Test
    void whatARunHasSavedStaysWhenItsNodeDies() {
        world.spark.forecast(Conduct.HANGS);
        SessionId id = created();
        world.pass(Duration.ofSeconds(5));
        List<String> saved = lines("stdout: ", "Connecting to ResourceManager");
        assertThat(world.log(id)).isEqualTo(saved);
        world.node.loop().kill();
        world.spark.submit(world.spark.running().get(0));
        world.takeOffice("n2");
        world.settle();

        saved.add(CUT_OFF);
        assertThat(world.log(id)).isEqualTo(saved);
        world.takeOffice("n3");
        assertThat(world.log(id)).isEqualTo(saved);
    }

    @Test
    void aRunThatSaysNothingIsStillOpenWhenItsApplicationShows() {
        world.spark.forecast(Conduct.HANGS);
        SessionId id = created();
        world.spark.submit(world.spark.running().get(0));
        world.pass(Duration.ofSeconds(3));
        assertThat(world.session(id).applicationId()).isPresent();
        assertThat(world.log(id)).doesNotContain(CUT_OFF);
        world.spark.write(world.spark.running().get(0), "more");
        world.spark.exit(world.spark.running().get(0), 0);
        world.settle();

        assertThat(world.log(id)).isEqualTo(lines("stdout: ", "Connecting to ResourceManager", "more"));
    }

    @Test
    void aRunThatWasNotStartedLeavesNothing() {
        world.spark.forecast(Conduct.NOT_STARTED);
        SessionId id = created();
        world.pass(Duration.ofSeconds(10));
        assertThat(world.hasOutput(id)).isFalse();
        assertThat(world.log(id)).isEqualTo(lines());

        world.pass(Duration.ofMinutes(2));
        assertThat(world.log(id)).hasSize(3 + 3).doesNotContain(CUT_OFF);
    }

    private SessionId created() {
        SessionId id = world.created(order("k", Samples.spark())).id();
        world.settle();
        return id;
    }

    private static List<String> lines(String... lines) {
        List<String> all = new ArrayList<>(List.of("stdout: ", "\nstderr: ", "\nYARN Diagnostics: "));
        all.addAll(List.of(lines));
        return all;
    }
}
