package io.understudy.fencing.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real ZooKeeper server in a process of its own, for what a server is told for its whole JVM: TLS and SASL. */
public final class ZooKeeperProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private ZooKeeperProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server on a free loopback port, and does not wait for it: clients do.
     *
     * @param dir for its data, configuration and log
     * @param portKey {@code clientPort} or {@code secureClientPort}
     * @param settings further lines of its configuration
     * @param options of its JVM
     */
    public static ZooKeeperProcess start(Path dir, String portKey, Map<String, String> settings, List<String> options) {
        try {
            int port = freePort();
            List<String> lines = new ArrayList<>(List.of(
                    "tickTime=500",
                    "dataDir=" + Files.createDirectories(dir.resolve("data")),
                    portKey + "=" + port,
                    portKey + "Address=127.0.0.1",
                    "admin.enableServer=false"));
            settings.forEach((key, value) -> lines.add(key + "=" + value));
            Path config = Files.write(dir.resolve("zoo.cfg"), lines);
            return new ZooKeeperProcess(launch(config, options, dir.resolve("zookeeper.log")), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path config, List<String> options, Path log) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                config.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What clients connect to. */
    public String connectString() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
