package io.understudy.acceptance;

import static org.awaitility.Awaitility.await;

import io.understudy.local.Ports;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** {@code bin/session-service}, with the servers of a stage and the credentials of its daemons. */
final class Standalone {

    private final Stage stage;
    private final Path conf;
    private final URI address;

    private Standalone(Stage stage, Path conf, URI address) {
        this.stage = stage;
        this.conf = conf;
        this.address = address;
    }

    /**
     * Configures it.
     *
     * @param cluster whose root it takes
     * @param settings of session-site.xml
     */
    static Standalone over(Stage stage, String cluster, Map<String, String> settings) throws IOException {
        Path conf = Files.createDirectories(
                stage.dir().resolve("service-" + cluster).resolve("conf"));
        int port = Ports.anyFree(Set.of(), new Random());
        Map<String, String> session = new TreeMap<>(settings);
        session.put("session.http.address", "127.0.0.1:" + port);
        session.put(
                "session.staging.dir", stage.dir().resolve("staging").toUri().toString());
        write(conf.resolve("session-site.xml"), session);
        write(
                conf.resolve("ha-site.xml"),
                Map.of(
                        "ha.cluster.id",
                        cluster,
                        "ha.zookeeper.quorum",
                        stage.servers().zookeeper(),
                        "ha.zookeeper.auth",
                        stage.daemons().zooKeeperAuth()));
        return new Standalone(stage, conf, URI.create("http://127.0.0.1:" + port));
    }

    private static void write(Path file, Map<String, String> settings) throws IOException {
        StringBuilder properties = new StringBuilder();
        settings.forEach((name, value) ->
                properties.append("  <property><name>%s</name><value>%s</value></property>\n".formatted(name, value)));
        Files.writeString(file, "<configuration>\n" + properties + "</configuration>\n");
    }

    Path conf() {
        return conf;
    }

    URI address() {
        return address;
    }

    NodeClient client() {
        return new NodeClient(address);
    }

    /** Starts it and waits until it serves or, where users are known, refuses. The caller ends it. */
    Process start() throws IOException {
        Process service = Command.startLogged(
                conf.resolveSibling("service-" + System.nanoTime() + ".log"),
                Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString()),
                "session-service",
                "run",
                "--conf",
                conf.toString());
        NodeClient client = client();
        await("the service to serve").atMost(Stage.LIMIT).until(() -> {
            try {
                return client.get("/batches").status() != 503;
            } catch (IOException down) {
                return false;
            }
        });
        return service;
    }
}
