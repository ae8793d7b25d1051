package io.understudy.session.yarn;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.yarn.api.ApplicationClientProtocol;
import org.apache.hadoop.yarn.api.protocolrecords.GetApplicationAttemptReportRequest;
import org.apache.hadoop.yarn.api.protocolrecords.GetApplicationReportRequest;
import org.apache.hadoop.yarn.api.protocolrecords.GetApplicationsRequest;
import org.apache.hadoop.yarn.api.protocolrecords.GetContainerReportRequest;
import org.apache.hadoop.yarn.api.protocolrecords.GetNewApplicationRequest;
import org.apache.hadoop.yarn.api.protocolrecords.KillApplicationRequest;
import org.apache.hadoop.yarn.api.protocolrecords.SubmitApplicationRequest;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.client.ClientRMProxy;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * The ResourceManager's own protocol, a call each. {@code YarnClient} is not used: it polls and repeats out of sight.
 * Any thread; blocks as long as {@link BoundedConfiguration} allows. An {@link IOException} means that there was no
 * answer, a {@link YarnException} is YARN's refusal. The first call after a restart of the ResourceManager finds the old
 * connection broken: all but a submission are then tried once more.
 */
final class ResourceManager implements AutoCloseable {

    private final ApplicationClientProtocol protocol;

    ResourceManager(ApplicationClientProtocol protocol) {
        this.protocol = protocol;
    }

    /** Makes the proxy; connects with the first call. */
    static ResourceManager of(YarnConfiguration bounded) throws IOException {
        return new ResourceManager(ClientRMProxy.createRMProxy(bounded, ApplicationClientProtocol.class));
    }

    ApplicationId newApplication() throws IOException, YarnException {
        return again(() -> protocol.getNewApplication(GetNewApplicationRequest.newInstance()))
                .getApplicationId();
    }

    /** When the ResourceManager that answers now was started. Costs an application number, which is the only way to ask. */
    long clusterTimestamp() throws IOException, YarnException {
        return newApplication().getClusterTimestamp();
    }

    void submit(ApplicationSubmissionContext context) throws IOException, YarnException {
        protocol.submitApplication(SubmitApplicationRequest.newInstance(context));
    }

    /** Everything that the ResourceManager remembers. */
    List<ApplicationReport> reports() throws IOException, YarnException {
        return List.copyOf(again(() -> protocol.getApplications(GetApplicationsRequest.newInstance()))
                .getApplicationList());
    }

    List<ApplicationReport> reports(String tag) throws IOException, YarnException {
        GetApplicationsRequest request = GetApplicationsRequest.newInstance();
        request.setApplicationTags(Set.of(tag));
        return List.copyOf(again(() -> protocol.getApplications(request)).getApplicationList());
    }

    /** Empty if YARN does not know it. */
    Optional<ApplicationReport> report(ApplicationId id) throws IOException, YarnException {
        try {
            return Optional.of(again(() -> protocol.getApplicationReport(GetApplicationReportRequest.newInstance(id)))
                    .getApplicationReport());
        } catch (ApplicationNotFoundException unknown) {
            return Optional.empty();
        }
    }

    /** False if YARN does not know it. */
    boolean kill(ApplicationId id) throws IOException, YarnException {
        KillApplicationRequest request = KillApplicationRequest.newInstance(id);
        request.setDiagnostics("Killed by Understudy");
        try {
            var unused = again(() -> protocol.forceKillApplication(request));
            return true;
        } catch (ApplicationNotFoundException unknown) {
            return false;
        }
    }

    /** The container of an attempt's ApplicationMaster, once it has one. */
    Optional<ContainerId> masterContainer(ApplicationAttemptId attempt) throws IOException, YarnException {
        return Optional.ofNullable(
                        protocol.getApplicationAttemptReport(GetApplicationAttemptReportRequest.newInstance(attempt))
                                .getApplicationAttemptReport())
                .flatMap(report -> Optional.ofNullable(report.getAMContainerId()));
    }

    /** Where the NodeManager of a running container has its web pages. */
    Optional<String> nodeWebAddress(ContainerId container) throws IOException, YarnException {
        return Optional.ofNullable(protocol.getContainerReport(GetContainerReportRequest.newInstance(container))
                        .getContainerReport())
                .flatMap(report -> Optional.ofNullable(report.getNodeHttpAddress()));
    }

    private static <T> T again(Call<T> call) throws IOException, YarnException {
        try {
            return call.call();
        } catch (EOFException broken) {
            return call.call();
        }
    }

    private interface Call<T> {
        T call() throws IOException, YarnException;
    }

    @Override
    public void close() {
        RPC.stopProxy(protocol);
    }
}
