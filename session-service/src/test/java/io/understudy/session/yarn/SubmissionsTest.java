package io.understudy.session.yarn;

import static io.understudy.session.yarn.PlayedProtocol.fails;
import static io.understudy.session.yarn.PlayedProtocol.notFound;
import static io.understudy.session.yarn.PlayedProtocol.report;
import static io.understudy.session.yarn.PlayedProtocol.startedAt;
import static io.understudy.session.yarn.PlayedProtocol.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationId;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Lookup;
import io.understudy.session.service.Cluster.Submitted;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.InvalidResourceRequestException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of a submission when the ResourceManager goes away in the middle of it. */
@Timeout(60)
class SubmissionsTest {

    private static final String SUBMIT = "submitApplication";
    private static final String REPORT = "getApplicationReport";
    private static final String NEW = "getNewApplication";
    private static final long BEFORE = 1_700_000_000_000L;
    private static final long AFTER = 1_700_000_099_000L;
    private static final ApplicationId ID = new ApplicationId(BEFORE, 7);

    private final PlayedProtocol yarn = new PlayedProtocol().on(NEW, startedAt(BEFORE));
    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path dir = Path.of("replaced");

    @Test
    void acceptedOnceItIsStored() throws IOException {
        yarn.on(SUBMIT, taken())
                .on(
                        REPORT,
                        reported(YarnApplicationState.NEW),
                        reported(YarnApplicationState.NEW_SAVING),
                        reported(YarnApplicationState.SUBMITTED));
        assertThat(submit()).isEqualTo(new Submitted.Accepted());
        assertThat(yarn.calls(REPORT)).isEqualTo(3);
    }

    @Test
    void takenAndLostInARestart() throws IOException {
        yarn.on(SUBMIT, taken())
                .on(
                        REPORT,
                        reported(YarnApplicationState.NEW_SAVING),
                        fails(new ConnectException("refused")),
                        notFound())
                .on(NEW, startedAt(BEFORE), startedAt(AFTER));
        assertThat(submit()).isInstanceOf(Submitted.NotSent.class);
        assertThat(yarn.calls(SUBMIT)).isEqualTo(1);
    }

    @Test
    void brokenOffAndLostInARestart() throws IOException {
        yarn.on(SUBMIT, fails(new EOFException("broken")))
                .on(REPORT, fails(new ConnectException("refused")), notFound())
                .on(NEW, startedAt(BEFORE), startedAt(AFTER));
        assertThat(submit()).isInstanceOf(Submitted.NotSent.class);
        assertThat(yarn.calls(SUBMIT)).isEqualTo(1);
    }

    @Test
    void brokenOffAndStoredBeforeTheRestart() throws IOException {
        yarn.on(SUBMIT, fails(new EOFException("broken")))
                .on(REPORT, fails(new ConnectException("refused")), reported(YarnApplicationState.ACCEPTED));
        assertThat(submit()).isEqualTo(new Submitted.Accepted());
    }

    @Test
    void whatWaitsInTheSameResourceManagerMayStillCome() throws IOException {
        yarn.on(SUBMIT, fails(new SocketTimeoutException("10000 millis timeout")))
                .on(REPORT, notFound(), notFound(), notFound(), reported(YarnApplicationState.RUNNING))
                .on(NEW, startedAt(BEFORE));
        assertThat(submit()).isEqualTo(new Submitted.Accepted());
    }

    @Test
    void aNewOneIsAskedAgainSinceTheFirstWordWasTheOldOnes() throws IOException {
        yarn.on(SUBMIT, taken())
                .on(REPORT, notFound(), reported(YarnApplicationState.ACCEPTED))
                .on(NEW, startedAt(BEFORE), startedAt(AFTER));
        assertThat(submit()).isEqualTo(new Submitted.Accepted());
    }

    @Test
    void neverSent() throws IOException {
        yarn.on(NEW, fails(new ConnectException("refused")));
        assertThat(submit()).isEqualTo(new Submitted.NotSent("refused"));
        yarn.on(NEW, startedAt(BEFORE)).on(SUBMIT, fails(new ConnectException("refused")));
        assertThat(submit()).isEqualTo(new Submitted.NotSent("refused"));
    }

    @Test
    void amongSeveralResourceManagersARefusedConnectionProvesNothing() throws IOException {
        hadoop.setBoolean(YarnConfiguration.RM_HA_ENABLED, true);
        yarn.on(SUBMIT, fails(new ConnectException("refused"))).on(REPORT, reported(YarnApplicationState.ACCEPTED));
        assertThat(submit()).isEqualTo(new Submitted.Accepted());
    }

    @Test
    void refusedForGood() throws IOException {
        yarn.on(SUBMIT, fails(new InvalidResourceRequestException("too much memory")));
        assertThat(submit()).isEqualTo(new Submitted.Rejected("too much memory"));
    }

    @Test
    void thereAlready() throws IOException {
        yarn.on(SUBMIT, fails(new YarnException("Application with id " + ID + " is already present! Cannot add")))
                .on(REPORT, reported(YarnApplicationState.RUNNING));
        assertThat(submit()).isEqualTo(new Submitted.Accepted());
    }

    @Test
    void notFoundNamesTheResourceManagerOnlyIfOneAndTheSameSaidSo() throws IOException {
        yarn.on(REPORT, notFound()).on(NEW, startedAt(BEFORE), startedAt(AFTER));
        assertThat(find()).isEqualTo(new Answer.Of<>(new Lookup.NotFound(Optional.empty())));
        assertThat(find()).isEqualTo(new Answer.Of<>(new Lookup.NotFound(Optional.of(AFTER))));
    }

    private static PlayedProtocol.Reaction reported(YarnApplicationState state) {
        return report(YarnIds.toYarn(ID), state);
    }

    private Submitted submit() throws IOException {
        try (YarnCluster cluster = cluster()) {
            return RealYarn.reply(
                    (Consumer<Submitted> reply) -> cluster.submit(RealYarn.command(ID, List.of("true")), reply));
        }
    }

    private Answer<Lookup> find() throws IOException {
        try (YarnCluster cluster = cluster()) {
            return RealYarn.reply((Consumer<Answer<Lookup>> reply) -> cluster.find(ID, reply));
        }
    }

    private YarnCluster cluster() throws IOException {
        Path jar = Files.writeString(dir.resolve("understudy-application-master-1.jar"), "a jar");
        YarnSettings settings = new YarnSettings(
                hadoop, "test", Optional.of(dir.resolve("staging").toString()), jar, 1);
        return new YarnCluster(settings, BoundedConfiguration.of(hadoop), yarn.resourceManager());
    }
}
