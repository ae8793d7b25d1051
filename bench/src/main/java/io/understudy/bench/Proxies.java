package io.understudy.bench;

import io.understudy.bench.load.SearchPath;
import io.understudy.local.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Proxies that others have made, each a process in front of one node. */
record Proxies(Proxy jetty, Optional<Proxy> haproxy) implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1000;

    /** One that runs. */
    record Proxy(Process process, URI address) {}

    /** Starts Jetty's own, and HAProxy where it is installed. */
    static Proxies start(URI node, BenchCluster cluster) throws IOException {
        Proxy jetty = jetty(node);
        return new Proxies(
                jetty,
                SearchPath.program("haproxy").isPresent() ? Optional.of(haproxy(node, cluster)) : Optional.empty());
    }

    private static Proxy jetty(URI node) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-Dlogback.configurationFile=understudy-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReverseProxy.class.getName(),
                        node.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(ReverseProxy.LISTENS)) {
                return new Proxy(process, loopback(line.substring(ReverseProxy.LISTENS.length())));
            }
        }
        throw new IOException("Jetty's proxy did not start.");
    }

    private static Proxy haproxy(URI node, BenchCluster cluster) throws IOException {
        Path dir = cluster.dir();
        int port = Ports.anyFree(Set.of(), new Random());
        Path configuration = Files.writeString(dir.resolve("haproxy.cfg"), """
                global
                    nbthread 1
                defaults
                    mode http
                    timeout connect 2s
                    timeout client 60s
                    timeout server 60s
                    option forwardfor
                    http-reuse always
                listen bench
                    bind 127.0.0.1:%d
                    server node %s
                """.formatted(port, node.getAuthority()));
        Process process = new ProcessBuilder("haproxy", "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("haproxy.log").toFile())
                .start();
        try {
            cluster.await("HAProxy to listen", () -> Optional.of(port).filter(Proxies::listens));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        return new Proxy(process, loopback(Integer.toString(port)));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static URI loopback(String port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        jetty.process.destroyForcibly();
        haproxy.ifPresent(proxy -> proxy.process.destroyForcibly());
    }
}
