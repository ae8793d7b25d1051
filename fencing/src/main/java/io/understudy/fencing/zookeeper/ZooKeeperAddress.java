package io.understudy.fencing.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.StaticHostProvider;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * How to reach ZooKeeper, and as whom.
 *
 * @param connectString host:port, comma-separated
 * @param sessionTimeout to ask for; the server bounds it to 2 to 20 of its ticks
 * @param properties of ZooKeeper's client, for TLS and SASL; passwords may be among them, so they are never printed
 * @param credentials that every session shows before its first request
 */
public record ZooKeeperAddress(
        String connectString, Duration sessionTimeout, Map<String, String> properties, List<Credential> credentials) {

    /** The largest answer that our clients read. Ten records of the largest size fit. */
    public static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    public ZooKeeperAddress {
        properties = Map.copyOf(properties);
        credentials = List.copyOf(credentials);
    }

    /** Without TLS, SASL or credentials. */
    public static ZooKeeperAddress of(String connectString, Duration sessionTimeout) {
        return new ZooKeeperAddress(connectString, sessionTimeout, Map.of(), List.of());
    }

    /**
     * Opens a session. Returns at once; ZooKeeper need not be there. The one door through which our sessions come, but
     * for the elector's, which Hadoop opens, and those that are taken up.
     *
     * @throws IOException if the client cannot be made
     */
    public ZooKeeper connect(Watcher watcher) throws IOException {
        return authenticated(
                new ZooKeeper(connectString, Math.toIntExact(sessionTimeout.toMillis()), watcher, clientConfig()));
    }

    /**
     * Takes up a session of another process, with the timeout of this address. Returns at once; that process must be dead.
     *
     * @param session its id
     * @param password ZooKeeper's
     * @throws IOException if the client cannot be made
     */
    public ZooKeeper takeUp(long session, byte[] password, Watcher watcher) throws IOException {
        StaticHostProvider servers =
                new StaticHostProvider(new ConnectStringParser(connectString).getServerAddresses());
        return authenticated(new ZooKeeper(
                connectString,
                Math.toIntExact(sessionTimeout.toMillis()),
                watcher,
                session,
                password,
                false,
                servers,
                clientConfig()));
    }

    /** Gives a session that was opened elsewhere the credentials, before its first request. */
    public ZooKeeper authenticated(ZooKeeper opened) {
        credentials.forEach(credential ->
                opened.addAuthInfo(credential.scheme(), credential.secret().getBytes(UTF_8)));
        return opened;
    }

    /** The configuration of a client: {@code properties} and our size of answers. */
    public ZKClientConfig clientConfig() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, Integer.toString(MAX_ANSWER_BYTES));
        properties.forEach(config::setProperty);
        return config;
    }

    /** Where, and nothing secret. */
    @Override
    public String toString() {
        return connectString + " " + properties.keySet() + " " + credentials;
    }
}
