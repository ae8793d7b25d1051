package io.understudy.fencing.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An ensemble of three real ZooKeeper servers, numbered from 1, each in a JVM of its own on free loopback ports, with a
 * tick of 500 ms. Closing it ends every process. One thread at a time.
 */
public final class TestingEnsemble implements AutoCloseable {

    /** How many servers. */
    public static final int SIZE = 3;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<EnsembleServer> servers;
    private final Consumer<Path> afterwards;
    private final Path dir;

    private TestingEnsemble(Path dir, String classPath, Consumer<Path> afterwards) throws IOException {
        this.dir = dir;
        this.afterwards = afterwards;
        this.servers = new ArrayList<>();
        List<EnsembleServer.Ports> ports = EnsembleServer.Ports.choose(SIZE);
        for (int number = 1; number <= SIZE; number++) {
            servers.add(EnsembleServer.configure(number, ports, dir.resolve("zookeeper-" + number), classPath));
        }
    }

    /** Starts an ensemble with empty data in a temporary folder, and waits until every server serves. */
    public static TestingEnsemble start() {
        try {
            Path dir = Files.createTempDirectory("testing-ensemble");
            return new TestingEnsemble(dir, System.getProperty("java.class.path"), TestingZooKeeper::delete).startAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same with its files in {@code dir}, where they stay.
     *
     * @param classPath what the servers run from
     */
    public static TestingEnsemble start(Path dir, String classPath) throws IOException {
        return new TestingEnsemble(dir, classPath, kept -> {}).startAll();
    }

    private TestingEnsemble startAll() {
        try {
            servers.forEach(EnsembleServer::launch);
            awaitServing();
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
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
        afterwards.accept(dir);
    }

    private EnsembleServer server(int number) {
        return servers.get(number - 1);
    }
}
