package io.understudy.fencing.zookeeper;

import java.time.Duration;
import java.util.Map;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * How to reach ZooKeeper.
 *
 * @param connectString host:port, comma-separated
 * @param sessionTimeout to ask for; the server bounds it to 2 to 20 of its ticks
 * @param properties of ZooKeeper's client, for TLS and SASL
 */
public record ZooKeeperAddress(String connectString, Duration sessionTimeout, Map<String, String> properties) {

    /** The largest answer that our clients read. Ten records of the largest size fit. */
    public static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    public ZooKeeperAddress {
        properties = Map.copyOf(properties);
    }

    /** Without TLS or SASL. */
    public static ZooKeeperAddress of(String connectString, Duration sessionTimeout) {
        return new ZooKeeperAddress(connectString, sessionTimeout, Map.of());
    }

    /** The configuration of a client: {@code properties} and our size of answers. */
    public ZKClientConfig clientConfig() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, Integer.toString(MAX_ANSWER_BYTES));
        properties.forEach(config::setProperty);
        return config;
    }
}
