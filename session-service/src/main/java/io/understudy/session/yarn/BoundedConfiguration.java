package io.understudy.session.yarn;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * The cluster's configuration with limits on everything that would wait: Hadoop's defaults retry for a quarter of an
 * hour, out of sight. Here a call to the ResourceManager is tried once, or once round the ResourceManagers where there
 * are several; whoever calls decides what to do then.
 */
final class BoundedConfiguration {

    private static final int CONNECT_MS = 3_000;
    private static final int ANSWER_MS = 10_000;
    private static final int FAILOVERS = 4;

    private BoundedConfiguration() {}

    static YarnConfiguration of(Configuration cluster) {
        YarnConfiguration bounded = new YarnConfiguration(cluster);
        // A wait that is shorter than the interval means one try.
        bounded.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 0);
        bounded.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 1_000);
        bounded.setInt(YarnConfiguration.CLIENT_FAILOVER_MAX_ATTEMPTS, FAILOVERS);
        bounded.setLong(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_BASE_MS, 100);
        bounded.setLong(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_MAX_MS, 1_000);
        bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_KEY, 0);
        bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY, 0);
        bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_TIMEOUT_KEY, CONNECT_MS);
        bounded.setInt(CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY, ANSWER_MS);
        return bounded;
    }
}
