package io.understudy.bench;

import io.understudy.bench.load.SearchPath;
import io.understudy.local.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * HAProxy with one thread, as a process of its own.
 *
 * @param addresses where it listens
 */
record HaProxy(Process process, List<URI> addresses) implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1000;

    /** Whether it is installed. */
    static boolean isInstalled() {
        return SearchPath.program("haproxy").isPresent();
    }

    /** Starts one that passes everything on to {@code node}. */
    static HaProxy before(URI node, BenchCluster cluster) throws IOException {
        return start(cluster, 1, """
                option forwardfor
                http-reuse always
                server node %s
                """.formatted(node.getAuthority()));
    }

    /** Starts one that answers everything itself, with a few bytes, at {@code addresses} ports. */
    static HaProxy bystander(BenchCluster cluster, int addresses) throws IOException {
        if (!isInstalled()) {
            throw new IOException("A bystander needs HAProxy: install it (Debian: haproxy).");
        }
        return start(cluster, addresses, """
                http-request return status 200 content-type application/json string "{}"
                """);
    }

    private static HaProxy start(BenchCluster cluster, int addresses, String what) throws IOException {
        Path dir = cluster.dir();
        Random random = new Random();
        Set<Integer> ports = new LinkedHashSet<>();
        while (ports.size() < addresses) {
            ports.add(Ports.anyFree(ports, random));
        }
        StringBuilder configuration = new StringBuilder("""
                global
                    nbthread 1
                defaults
                    mode http
                    timeout connect 2s
                    timeout client 60s
                    timeout server 60s
                listen bench
                """);
        ports.forEach(port -> configuration.append("bind 127.0.0.1:%d%n".formatted(port)));
        Path file = Files.writeString(dir.resolve("haproxy.cfg"), configuration + what);
        Process process = new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("haproxy.log").toFile())
                .start();
        try {
            cluster.await(
                    "HAProxy to listen",
                    () -> Optional.of(ports).filter(all -> all.stream().allMatch(HaProxy::listens)));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        return new HaProxy(
                process,
                ports.stream()
                        .map(port -> URI.create("http://127.0.0.1:" + port))
                        .toList());
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
