package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service alone: the same {@code /batches}, no leadership. */
final class StandaloneIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.prepare("standalone", 1, Map.of());
        stage.servers().start();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void hasItsSessionsAfterKillAndRestart() throws Exception {
        Path conf = conf("alone", stage);
        NodeClient client = new NodeClient(address(conf));
        int quick;
        int slow;
        String application;
        Process service = start(conf);
        try {
            serves(client);
            quick = stage.post(client, "echo hello; exit 3");
            slow = stage.post(client, "sleep 30");
            stage.awaitState(client, quick, "dead");
            application =
                    stage.awaitState(client, slow, "running").path("appId").asText();
        } finally {
            service.destroyForcibly().waitFor();
        }
        Process again = start(conf);
        try {
            serves(client);
            assertThat(stage.batch(client, quick).path("state").asText()).isEqualTo("dead");
            assertThat(stage.log(client, quick)).contains("hello");
            assertThat(stage.batch(client, slow).path("appId").asText()).isEqualTo(application);
            stage.awaitState(client, slow, "success");
            assertThat(client.delete("/batches/" + slow, Map.of()).body()).isEqualTo("{\"msg\":\"deleted\"}");
            assertThat(client.get("/batches/" + slow).status()).isEqualTo(404);
        } finally {
            again.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesTheRootOfALiveCluster() throws Exception {
        Stage live = Stage.over(stage.dir().resolve("live"), stage.servers(), "live", 1, Map.of());
        try {
            live.startDaemons();
            Command.Result refused = Command.run(
                    Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString()),
                    "session-service",
                    "run",
                    "--conf",
                    conf("live", live).toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("n1").doesNotContain("Exception").doesNotContain("\tat ");
        } finally {
            live.daemons().stop(live.ids());
        }
    }

    private static Process start(Path conf) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stage.home().resolve("bin/session-service").toString(), "run", "--conf", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        conf.resolveSibling("service.log").toFile()))
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString());
        return builder.start();
    }

    private static void serves(NodeClient client) {
        await("the service to serve").atMost(Stage.LIMIT).until(() -> {
            try {
                return client.get("/batches").ok();
            } catch (IOException down) {
                return false;
            }
        });
    }

    private static URI address(Path conf) {
        try {
            String text = Files.readString(conf.resolve("session-site.xml"));
            return URI.create("http://" + text.replaceAll("(?s).*session.http.address</name><value>([^<]*)<.*", "$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A configuration of the service alone, on the root of cluster {@code cluster}, with the credentials of {@code of}. */
    private static Path conf(String cluster, Stage of) throws IOException {
        Path conf = Files.createDirectories(
                stage.dir().resolve("service-" + cluster).resolve("conf"));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Files.writeString(conf.resolve("ha-site.xml"), """
                <configuration>
                  <property><name>ha.cluster.id</name><value>%s</value></property>
                  <property><name>ha.zookeeper.quorum</name><value>%s</value></property>
                  <property><name>ha.zookeeper.auth</name><value>%s</value></property>
                </configuration>
                """.formatted(
                        cluster, stage.servers().zookeeper(), of.daemons().zooKeeperAuth()));
        Files.writeString(conf.resolve("session-site.xml"), """
                <configuration>
                  <property><name>session.http.address</name><value>127.0.0.1:%d</value></property>
                  <property><name>session.staging.dir</name><value>%s</value></property>
                </configuration>
                """.formatted(
                        port, stage.dir().resolve("staging").toUri()));
        return conf;
    }
}
