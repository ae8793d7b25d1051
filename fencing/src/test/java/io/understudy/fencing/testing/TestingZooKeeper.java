package io.understudy.fencing.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;

/** A real ZooKeeper server in this process, on a free loopback port, with a tick of 500 ms. */
public final class TestingZooKeeper implements AutoCloseable {

    private static final int TICK_MS = 500;
    private static final int DEADLINE_SECONDS = 60;
    private static final int LARGEST_ANSWER = 4 * 1024 * 1024;

    static {
        System.setProperty("zookeeper.forceSync", "no");
    }

    private final Path data;
    private ZooKeeperServer server;
    private ServerCnxnFactory connections;
    private @Nullable ZooKeeper client;

    private TestingZooKeeper(Path data) throws IOException, InterruptedException {
        this.data = data;
        this.server = new ZooKeeperServer();
        this.connections =
                ServerCnxnFactory.createFactory(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        startServer();
    }

    /** Starts a server with empty data. */
    public static TestingZooKeeper start() {
        try {
            return new TestingZooKeeper(Files.createTempDirectory("testing-zookeeper"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Port on 127.0.0.1; stays the same over restarts. */
    public int port() {
        return connections.getLocalPort();
    }

    /** What clients connect to. */
    public String connectString() {
        return "127.0.0.1:" + port();
    }

    /** A session on this server to look at it with; it ends with the server. */
    public ZooKeeper client() {
        if (client == null) {
            client = connect();
        }
        return client;
    }

    /** A session of six seconds on this server, connected. The caller closes it. */
    public ZooKeeper connect() {
        return connect(connectString(), 6000);
    }

    /** A connected session, through whatever listens at {@code connectString}. The caller closes it. */
    public static ZooKeeper connect(String connectString, int timeoutMs) {
        return connect(connectString, timeoutMs, LARGEST_ANSWER);
    }

    /** A connected session that loses its connection when an answer has more than {@code maxAnswerBytes}. */
    public static ZooKeeper connect(String connectString, int timeoutMs, int maxAnswerBytes) {
        CountDownLatch connected = new CountDownLatch(1);
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, Integer.toString(maxAnswerBytes));
        try {
            ZooKeeper client = new ZooKeeper(
                    connectString,
                    timeoutMs,
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    config);
            if (!connected.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no connection to " + connectString);
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends a session as if it had expired: its ephemeral nodes go, its client is told when it asks again. */
    public void expire(long sessionId) {
        server.closeSession(sessionId);
    }

    /** Stops the server; its data stays. */
    public void stop() {
        connections.shutdown();
    }

    /** Starts the server again on its port, with the data that it had. */
    public void restart() {
        try {
            connections = ServerCnxnFactory.createFactory(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), connections.getLocalPort()), 1000);
            startServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Stops the server, if it runs, deletes its data and starts it again. */
    public void wipe() {
        stop();
        delete(data);
        restart();
    }

    @Override
    public void close() {
        stop();
        if (client != null) {
            disconnect(client);
        }
        delete(data);
    }

    static void disconnect(ZooKeeper client) {
        try {
            client.close(0);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void startServer() throws IOException, InterruptedException {
        File directory = data.toFile();
        server = new ZooKeeperServer(directory, directory, TICK_MS);
        connections.startup(server);
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
