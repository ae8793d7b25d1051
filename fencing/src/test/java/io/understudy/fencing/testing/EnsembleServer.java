package io.understudy.fencing.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception.SSLContextException;

/** One server of a {@link TestingEnsemble}: a JVM with ZooKeeper's own main class. */
final class EnsembleServer {

    private static final int TIMEOUT_MS = 2000;

    private final int number;
    private final Ports ports;
    private final Path dir;
    private final List<String> command;
    private Optional<Process> process = Optional.empty();

    private EnsembleServer(int number, Ports ports, Path dir, List<String> command) {
        this.number = number;
        this.ports = ports;
        this.dir = dir;
        this.command = command;
    }

    /** Where a server listens, on 127.0.0.1. */
    record Ports(int client, int quorum, int election) {

        /** The same, with followers coming another way. */
        Ports by(QuorumLink link) {
            return new Ports(client, link.port(), election);
        }

        /* Below the range from which Linux takes the local port of outgoing connections: whoever tries to reach a
        server while that is down could otherwise be given the server's own port. */
        private static final int LOWEST = 15_000;
        private static final int HIGHEST = 32_000;

        static List<Ports> choose(int servers) {
            Random random = new Random();
            Set<Integer> taken = new HashSet<>();
            List<Ports> chosen = new ArrayList<>();
            for (int i = 0; i < servers; i++) {
                chosen.add(new Ports(free(random, taken), free(random, taken), free(random, taken)));
            }
            return chosen;
        }

        private static int free(Random random, Set<Integer> taken) {
            int port = random.nextInt(LOWEST, HIGHEST);
            while (taken.contains(port) || !isFree(port)) {
                port = random.nextInt(LOWEST, HIGHEST);
            }
            taken.add(port);
            return port;
        }

        private static boolean isFree(int port) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            } catch (IOException taken) {
                return false;
            }
        }
    }

    /**
     * Writes the server's configuration; starts nothing.
     *
     * @param all the ports of all servers, as this one is to know them
     * @param quorum what the quorum is, in ZooKeeper's own words; empty for a majority
     */
    static EnsembleServer configure(int number, List<Ports> all, String quorum, Path dir, String classPath)
            throws IOException {
        Ports own = all.get(number - 1);
        Path data = Files.createDirectories(dir.resolve("data"));
        Files.writeString(data.resolve("myid"), Integer.toString(number));
        Path configuration = dir.resolve("zoo.cfg");
        Files.writeString(configuration, configuration(own, all, data) + quorum);
        return new EnsembleServer(number, own, dir, command(configuration, classPath));
    }

    private static String configuration(Ports own, List<Ports> all, Path data) {
        StringBuilder text = new StringBuilder("""
                tickTime=500
                initLimit=60
                syncLimit=60
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                maxClientCnxns=0
                admin.enableServer=false
                preAllocSize=4096
                """.formatted(data, own.client()));
        for (int i = 0; i < all.size(); i++) {
            Ports ports = all.get(i);
            text.append("server.%d=127.0.0.1:%d:%d%n".formatted(i + 1, ports.quorum(), ports.election()));
        }
        return text.toString();
    }

    private static List<String> command(Path configuration, String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dzookeeper.forceSync=no",
                // Whoever was away is sent transactions, no snapshot: so each server's log has all of them.
                "-Dzookeeper.commitLogCount=1000000",
                "-cp",
                classPath,
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                configuration.toString());
    }

    int number() {
        return number;
    }

    int port() {
        return ports.client();
    }

    String connectString() {
        return "127.0.0.1:" + ports.client();
    }

    Path transactionLogs() {
        return dir.resolve("data").resolve("version-2");
    }

    void launch() {
        if (process.filter(Process::isAlive).isPresent()) {
            throw new IllegalStateException("server " + number + " runs");
        }
        try {
            process = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            dir.resolve("server.log").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            awaitEnd(running);
        });
    }

    void stop() {
        process.ifPresent(running -> {
            running.destroy();
            awaitEnd(running);
        });
    }

    /** A session is the proof: a follower grants one once it is in step with the leader. */
    void awaitServing() {
        TestingZooKeeper.disconnect(TestingZooKeeper.connect(connectString(), 6000));
    }

    /** Whether it leads at this moment. */
    boolean leads() {
        try {
            return FourLetterWordMain.send4LetterWord("127.0.0.1", ports.client(), "srvr", false, TIMEOUT_MS)
                    .contains("Mode: leader");
        } catch (IOException down) {
            return false;
        } catch (SSLContextException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
