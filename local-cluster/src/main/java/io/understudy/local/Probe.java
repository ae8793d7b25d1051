package io.understudy.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a server whether it serves; never longer than two seconds. */
final class Probe {

    private static final String INFO = "/ws/v1/cluster/info";
    private static final int TIMEOUT_MS = 2_000;
    private static final Pattern NODES = Pattern.compile("\"activeNodes\"\\s*:\\s*[1-9]");
    private static final Pattern STANDBY = Pattern.compile("\"haState\"\\s*:\\s*\"STANDBY\"");
    private static final Pattern STARTED = Pattern.compile("\"state\"\\s*:\\s*\"STARTED\"");

    private final Ports ports;

    Probe(Ports ports) {
        this.ports = ports;
    }

    /**
     * True once the server does its work: ZooKeeper answers {@code srvr}; the ResourceManager says that it is started and
     * listens on all its ports (those for clients and nodes come after recovery, long after the web pages), or that it
     * stands by for one that does; the NodeManager is registered with the ResourceManager.
     */
    boolean isReady(Server server) {
        try {
            return switch (server) {
                case ZOOKEEPER -> fourLetters("srvr").contains("Mode:");
                case RESOURCE_MANAGER, RESOURCE_MANAGER_2 ->
                    isActive(server)
                            || (isStandby(server) && activeResourceManager().isPresent());
                case NODE_MANAGER -> {
                    Optional<Port> active = activeResourceManager();
                    yield active.isPresent()
                            && NODES.matcher(get(active.get(), "/ws/v1/cluster/metrics"))
                                    .find();
                }
            };
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The port for browsers of the ResourceManager that does its work; of two, one does at most. */
    Optional<Port> activeResourceManager() {
        return ports.servers().stream()
                .filter(Server::isResourceManager)
                .filter(this::isActive)
                .map(Probe::web)
                .findFirst();
    }

    private boolean isActive(Server resourceManager) {
        try {
            String info = get(web(resourceManager), INFO);
            return STARTED.matcher(info).find() && !STANDBY.matcher(info).find() && listensOnAllPorts(resourceManager);
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean isStandby(Server resourceManager) throws IOException {
        return STANDBY.matcher(get(web(resourceManager), INFO)).find();
    }

    private static Port web(Server resourceManager) {
        return resourceManager == Server.RESOURCE_MANAGER ? Port.RESOURCE_MANAGER_WEB : Port.RESOURCE_MANAGER_2_WEB;
    }

    private boolean listensOnAllPorts(Server server) throws IOException {
        for (Port port : server.ports()) {
            connect(port).close();
        }
        return true;
    }

    private Socket connect(Port port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(ports.host(), ports.get(port)), TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private String fourLetters(String word) throws IOException {
        try (Socket socket = connect(Port.ZOOKEEPER)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private String get(Port port, String path) throws IOException {
        URI uri = URI.create("http://" + ports.address(port) + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestProperty("Accept", "application/json");
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
