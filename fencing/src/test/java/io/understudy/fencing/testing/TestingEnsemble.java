package io.understudy.fencing.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.zookeeper.ZooKeeper;

/**
 * An ensemble of three real ZooKeeper servers, numbered from 1, each in a JVM of its own on free loopback ports, with a
 * tick of 500 ms. Closing it ends every process, and so does the end of the JVM. One thread at a time.
 */
public final class TestingEnsemble implements AutoCloseable {

    /** How many servers. */
    public static final int SIZE = 3;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** As long as the servers grant. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** In a linked ensemble the one that never leads. */
    public static final int LAGGARD = 3;

    /* The laggard's word has no weight: the quorum is the other two. */
    private static final String WITHOUT_LAGGARD = "group.1=1:2:3\nweight.1=1\nweight.2=1\nweight.3=0\n";

    private final Path dir;
    private final Consumer<Path> afterwards;
    private final List<EnsembleServer> servers = new ArrayList<>();
    private final List<List<QuorumLink>> links = new ArrayList<>();
    private final Map<Integer, ZooKeeper> clients = new HashMap<>();

    private TestingEnsemble(Path dir, Consumer<Path> afterwards) {
        this.dir = dir;
        this.afterwards = afterwards;
    }

    /** Starts an ensemble with empty data in a temporary folder, and waits until every server serves. */
    public static TestingEnsemble start() {
        return temporary().startAll(EnsembleServer.Ports.choose(SIZE), "", System.getProperty("java.class.path"));
    }

    /**
     * The same with every follower's connection to the leader in the test's hand: {@link #link}. One server,
     * {@link #LAGGARD}, can be as far behind as the test wishes: it never leads, and no transaction waits for it.
     */
    public static TestingEnsemble startLinked() {
        TestingEnsemble ensemble = temporary();
        List<EnsembleServer.Ports> ports = EnsembleServer.Ports.choose(SIZE);
        for (int follower = 1; follower <= SIZE; follower++) {
            ensemble.links.add(ports.stream()
                    .map(leader -> new QuorumLink(leader.quorum()))
                    .toList());
        }
        return ensemble.startAll(ports, WITHOUT_LAGGARD, System.getProperty("java.class.path"));
    }

    private static TestingEnsemble temporary() {
        try {
            return new TestingEnsemble(Files.createTempDirectory("testing-ensemble"), TestingZooKeeper::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same with its files in {@code dir}, where they stay.
     *
     * @param classPath what the servers run from
     */
    public static TestingEnsemble start(Path dir, String classPath) {
        return new TestingEnsemble(dir, kept -> {}).startAll(EnsembleServer.Ports.choose(SIZE), "", classPath);
    }

    private TestingEnsemble startAll(List<EnsembleServer.Ports> ports, String quorum, String classPath) {
        try {
            for (int number = 1; number <= SIZE; number++) {
                servers.add(EnsembleServer.configure(
                        number, seenBy(number, ports), quorum, dir.resolve("zookeeper-" + number), classPath));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> servers.forEach(EnsembleServer::kill)));
            servers.forEach(EnsembleServer::launch);
            awaitServing();
            return this;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The ports of all servers as one of them is told: those of others are its links' where there are any. */
    private List<EnsembleServer.Ports> seenBy(int number, List<EnsembleServer.Ports> ports) {
        List<EnsembleServer.Ports> seen = new ArrayList<>(ports);
        for (int i = 0; i < seen.size() && !links.isEmpty(); i++) {
            if (i != number - 1) {
                seen.set(i, ports.get(i).by(links.get(number - 1).get(i)));
            }
        }
        return seen;
    }

    /** What the follower {@code server} hears of the leader, and tells it, in a linked ensemble. */
    public QuorumLink link(int server) {
        return links.get(server - 1).get(leader() - 1);
    }

    /** What clients of the ensemble connect to. */
    public String connectString() {
        return servers.stream().map(EnsembleServer::connectString).collect(Collectors.joining(","));
    }

    /** What clients of one server connect to. */
    public String connectString(int server) {
        return server(server).connectString();
    }

    /** Port of one server for clients, on 127.0.0.1; stays the same over restarts. */
    public int port(int server) {
        return server(server).port();
    }

    /** A session on one server to look at it with, begun when it is first asked for; it ends with the ensemble. */
    public ZooKeeper client(int server) {
        return clients.computeIfAbsent(
                server, number -> TestingZooKeeper.connect(connectString(number), SESSION_TIMEOUT_MS));
    }

    /** The server that leads, as soon as one does. */
    public int leader() {
        return await("a leader of the ensemble")
                .atMost(LIMIT)
                .until(
                        () -> servers.stream()
                                .filter(EnsembleServer::leads)
                                .map(EnsembleServer::number)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** kill -9; returns when the process is gone. */
    public void kill(int server) {
        server(server).kill();
    }

    /** SIGTERM; returns when the process is gone. */
    public void stop(int server) {
        server(server).stop();
    }

    /** Starts a server that was ended, with the data that it had; does not wait for it. */
    public void launch(int server) {
        server(server).launch();
    }

    /** Waits until sessions can be had of this server. */
    public void awaitServing(int server) {
        server(server).awaitServing();
    }

    /** Waits until sessions can be had of every server. */
    public void awaitServing() {
        servers.forEach(EnsembleServer::awaitServing);
    }

    /** The folders with the servers' transaction logs, as {@link TransactionLog} reads them. */
    public List<Path> transactionLogs() {
        return servers.stream().map(EnsembleServer::transactionLogs).toList();
    }

    @Override
    public void close() {
        servers.forEach(EnsembleServer::kill);
        clients.values().forEach(TestingZooKeeper::disconnect);
        links.forEach(all -> all.forEach(QuorumLink::close));
        afterwards.accept(dir);
    }

    private EnsembleServer server(int number) {
        return servers.get(number - 1);
    }
}
