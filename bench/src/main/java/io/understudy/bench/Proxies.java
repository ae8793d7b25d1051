package io.understudy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Proxies that others have made, each a process in front of one node. */
record Proxies(Proxy jetty, Optional<Proxy> haproxy) implements AutoCloseable {

    /** One that runs. */
    record Proxy(Process process, URI address) {}

    /** Starts Jetty's own, and HAProxy where it is installed. */
    static Proxies start(URI node, BenchCluster cluster) throws IOException {
        Proxy jetty = jetty(node);
        return new Proxies(jetty, HaProxy.isInstalled() ? Optional.of(haproxy(node, cluster)) : Optional.empty());
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
                return new Proxy(
                        process, URI.create("http://127.0.0.1:" + line.substring(ReverseProxy.LISTENS.length())));
            }
        }
        throw new IOException("Jetty's proxy did not start.");
    }

    private static Proxy haproxy(URI node, BenchCluster cluster) throws IOException {
        HaProxy haproxy = HaProxy.before(node, cluster);
        return new Proxy(haproxy.process(), haproxy.addresses().get(0));
    }

    @Override
    public void close() {
        jetty.process.destroyForcibly();
        haproxy.ifPresent(proxy -> proxy.process.destroyForcibly());
    }
}
