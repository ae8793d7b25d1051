package io.understudy.applicationmaster;

import java.io.IOException;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.records.AMCommand;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.InvalidApplicationMasterRequestException;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** The talk with the ResourceManager through Hadoop's {@link AMRMClient}, which registers again after an RM's restart. One thread at a time. */
final class AmrmLink implements ResourceManagerLink {

    /** A token that is refused this often in a row is not a hiccup of a ResourceManager that has just started. */
    private static final int REFUSALS = 10;

    private final AMRMClient<ContainerRequest> client;
    private int refusals;

    private AmrmLink(AMRMClient<ContainerRequest> client) {
        this.client = client;
    }

    /** Opens the link with the node's configuration; does not talk yet. */
    static AmrmLink open() {
        YarnConfiguration configuration = new YarnConfiguration();
        // Each call gives up soon: whoever calls tries for ever, and meanwhile looks after the command.
        configuration.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 10_000);
        configuration.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 1_000);
        configuration.setLong(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_BASE_MS, 500);
        configuration.setLong(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_MAX_MS, 1_000);
        configuration.setInt("ipc.client.connect.max.retries", 1);
        configuration.setInt("ipc.client.connect.retry.interval", 500);
        AMRMClient<ContainerRequest> client = AMRMClient.createAMRMClient();
        client.init(configuration);
        client.start();
        return new AmrmLink(client);
    }

    @Override
    public void register() throws IOException, AttemptEnded {
        ask(() -> {
            try {
                client.registerApplicationMaster(NetUtils.getHostname(), -1, "");
            } catch (InvalidApplicationMasterRequestException e) {
                // An earlier call was done whose answer was lost.
                if (!String.valueOf(e.getMessage()).contains("already registered")) {
                    throw e;
                }
            }
        });
    }

    @Override
    @SuppressWarnings("deprecation") // An old ResourceManager may still order a shutdown in this way.
    public void heartbeat() throws IOException, AttemptEnded {
        ask(() -> {
            AllocateResponse response = client.allocate(0);
            if (response.getAMCommand() == AMCommand.AM_SHUTDOWN) {
                throw new AttemptEnded("it was ordered to shut down");
            }
        });
    }

    @Override
    public void unregister(Outcome outcome) throws IOException, AttemptEnded {
        FinalApplicationStatus status =
                outcome.success() ? FinalApplicationStatus.SUCCEEDED : FinalApplicationStatus.FAILED;
        ask(() -> client.unregisterApplicationMaster(status, outcome.diagnostics(), ""));
    }

    private void ask(Question question) throws IOException, AttemptEnded {
        try {
            question.ask();
            refusals = 0;
        } catch (ApplicationAttemptNotFoundException e) {
            throw new AttemptEnded(String.valueOf(e.getMessage()));
        } catch (InvalidToken e) {
            refusals++;
            if (refusals >= REFUSALS) {
                throw new AttemptEnded("its token is refused: " + e.getMessage());
            }
            throw e;
        } catch (YarnException | RuntimeException e) {
            // Hadoop wraps what its proxies did not expect into unchecked exceptions.
            throw new IOException(e);
        }
    }

    private interface Question {
        void ask() throws IOException, YarnException, AttemptEnded;
    }
}
