package io.understudy.session.yarn;

import static io.understudy.session.yarn.PlayedProtocol.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.yarn.PlayedProtocol.Reaction;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.yarn.api.protocolrecords.GetApplicationAttemptReportResponse;
import org.apache.hadoop.yarn.api.protocolrecords.GetContainerReportResponse;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptReport;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ContainerNotFoundException;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;

/** Where the ApplicationMasters of all attempts ran. */
final class DriversTest {

    private static final ApplicationId ID = ApplicationId.newInstance(1_700_000_000_000L, 7);
    private static final String ATTEMPT = "getApplicationAttemptReport";
    private static final String CONTAINER = "getContainerReport";

    private final PlayedProtocol yarn = new PlayedProtocol();
    private final Drivers drivers = new Drivers(yarn.resourceManager());

    @Test
    void anAttemptIsAskedForOnce() throws IOException {
        yarn.on(ATTEMPT, master(1)).on(CONTAINER, node("http://host1:8042"));
        ApplicationReport running = report(1, YarnApplicationState.RUNNING);
        drivers.learnAll(List.of(running));
        drivers.learnAll(List.of(running));

        assertThat(drivers.of(running)).containsExactly(new Driver(container(1), "host1:8042", "alice"));
        assertThat(yarn.calls(ATTEMPT)).isEqualTo(1);
    }

    @Test
    void aNodeWithTlsIsNamedAsSuch() throws IOException {
        yarn.on(ATTEMPT, master(1)).on(CONTAINER, node("https://host1:8044"));
        ApplicationReport running = report(1, YarnApplicationState.RUNNING);
        drivers.learn(running);

        assertThat(drivers.of(running).get(0).web()).contains("https://host1:8044");
    }

    @Test
    void earlierAttemptsThatNobodySawRunningAreLearntToo() throws IOException {
        yarn.on(ATTEMPT, master(1));
        ApplicationReport waiting = report(2, YarnApplicationState.ACCEPTED);
        drivers.learnAll(List.of(waiting));
        assertThat(drivers.of(waiting)).containsExactly(new Driver(container(1), "", "alice"));

        yarn.on(ATTEMPT, master(2));
        ApplicationReport failed = report(2, YarnApplicationState.FAILED);
        drivers.learnAll(List.of(failed));
        assertThat(drivers.of(failed))
                .containsExactly(new Driver(container(1), "", "alice"), new Driver(container(2), "", "alice"));
    }

    @Test
    void ofManyAttemptsTheFirstAndTheLastAreAskedFor() throws IOException {
        yarn.on(ATTEMPT, master(1));
        drivers.learnAll(List.of(report(1000, YarnApplicationState.FAILED)));

        assertThat(yarn.calls(ATTEMPT)).isEqualTo(8);
    }

    @Test
    void anAttemptThatNeverHadAContainerIsNotAskedForAgain() throws IOException {
        yarn.on(
                ATTEMPT,
                () -> GetApplicationAttemptReportResponse.newInstance(
                        Records.newRecord(ApplicationAttemptReport.class)));
        ApplicationReport killed = report(1, YarnApplicationState.KILLED);
        drivers.learnAll(List.of(killed));
        drivers.learnAll(List.of(killed));

        assertThat(drivers.of(killed)).isEmpty();
        assertThat(yarn.calls(ATTEMPT)).isEqualTo(1);
    }

    @Test
    void anAttemptThatJustEndedIsAskedForAgain() throws IOException {
        yarn.on(ATTEMPT, master(1)).on(CONTAINER, fails(new ContainerNotFoundException("gone")), node("host1:8042"));
        ApplicationReport running = report(1, YarnApplicationState.RUNNING);
        drivers.learnAll(List.of(running));
        assertThat(drivers.of(running)).isEmpty();

        drivers.learnAll(List.of(running));
        assertThat(drivers.of(running)).containsExactly(new Driver(container(1), "host1:8042", "alice"));
    }

    private static ApplicationReport report(int attempt, YarnApplicationState state) {
        ApplicationReport report = Records.newRecord(ApplicationReport.class);
        report.setApplicationId(ID);
        report.setYarnApplicationState(state);
        report.setUser("alice");
        report.setCurrentApplicationAttemptId(ApplicationAttemptId.newInstance(ID, attempt));
        return report;
    }

    private static Reaction master(int attempt) {
        ApplicationAttemptReport report = Records.newRecord(ApplicationAttemptReport.class);
        report.setAMContainerId(id(attempt));
        return () -> GetApplicationAttemptReportResponse.newInstance(report);
    }

    private static Reaction node(String address) {
        ContainerReport report = Records.newRecord(ContainerReport.class);
        report.setNodeHttpAddress(address);
        return () -> GetContainerReportResponse.newInstance(report);
    }

    private static String container(int attempt) {
        return id(attempt).toString();
    }

    private static ContainerId id(int attempt) {
        return ContainerId.newContainerId(ApplicationAttemptId.newInstance(ID, attempt), 1);
    }
}
