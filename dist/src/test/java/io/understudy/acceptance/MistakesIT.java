package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user's mistake gets one sentence that says what to do, and a non-zero exit; a server that is not up is waited for. */
final class MistakesIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.prepare("mistakes", 2, Map.of());
        stage.servers().start(Server.ZOOKEEPER);
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void anUnknownKey() throws Exception {
        Path conf = edited("n1", "ha-site.xml", "ha.cluster.id", "ha.cluster.idd");
        assertRefused(runDaemon(conf), "ha.cluster.idd");
    }

    @Test
    void aMissingQuorum() throws Exception {
        Path conf = confOf("n1");
        Path site = conf.resolve("ha-site.xml");
        Files.writeString(
                site,
                Files.readString(site).replaceAll("<property><name>ha.zookeeper.quorum</name>.*?</property>", ""));
        assertRefused(runDaemon(conf), "ha.zookeeper.quorum");
    }

    @Test
    void nothingSaysWhoMayTouchTheStore() throws Exception {
        Path conf = confOf("n1");
        Path site = conf.resolve("ha-site.xml");
        Files.writeString(
                site, Files.readString(site).replaceAll("<property><name>ha.zookeeper.auth</name>.*?</property>", ""));
        assertRefused(runDaemon(conf), "set ha.zookeeper.auth to @/path/of/that/file");
    }

    @Test
    void aCredentialThatIsNone() throws Exception {
        Path conf = edited("n1", "ha-site.xml", "<value>@", "<value>hush");
        Command.Result result = runDaemon(conf);
        assertRefused(result, "ha.zookeeper.auth");
        assertThat(result.err()).doesNotContain("hush");
    }

    @Test
    void aCredentialFileThatIsNotThere() throws Exception {
        assertRefused(runDaemon(edited("n1", "ha-site.xml", "<value>@", "<value>@/nowhere")), "/nowhere");
    }

    @Test
    void aTimeoutThatIsNoNumber() throws Exception {
        Path conf = edited(
                "n1",
                "ha-site.xml",
                "</configuration>",
                "<property><name>ha.zookeeper.session-timeout.ms</name><value>soon</value></property></configuration>");
        assertRefused(runDaemon(conf), "ha.zookeeper.session-timeout.ms");
    }

    @Test
    void usersWhoAreRuledButNotKnown() throws Exception {
        for (String key : List.of("session.impersonation.enabled", "session.access-control.enabled")) {
            Path conf = edited(
                    "n1",
                    "session-site.xml",
                    "</configuration>",
                    "<property><name>" + key + "</name><value>true</value></property></configuration>");
            assertRefused(runDaemon(conf), key + " is true, but session.auth.type is none");
        }
    }

    @Test
    void aLogFormatThatThereIsNot() throws Exception {
        Command.Result result = Command.run(
                Map.of("UNDERSTUDY_LOG_FORMAT", "yaml"),
                "ha-daemon",
                "run",
                "--conf",
                confOf("n1").toString());
        assertRefused(result, "set it to text or json");
    }

    @Test
    void brokenXml() throws Exception {
        Path conf = edited("n1", "ha-site.xml", "</configuration>", "");
        assertRefused(runDaemon(conf), "ha-site.xml");
    }

    @Test
    void aFolderThatDoesNotExist() throws Exception {
        assertRefused(runDaemon(stage.dir().resolve("nowhere")), "nowhere");
    }

    @Test
    void aTakenPort() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(stage.node("n1").http().getPort(), 1, InetAddress.getLoopbackAddress())) {
            assertRefused(runDaemon(stage.daemons().confDir("n1")), Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aDuplicateNodeId() throws Exception {
        Path conf = edited(
                "n2",
                "ha-site.xml",
                "<name>ha.node.id</name><value>n2</value>",
                "<name>ha.node.id</name><value>n1</value>");
        Path site = conf.resolve("ha-site.xml");
        Files.writeString(
                site,
                Files.readString(site).replace(stage.node("n1").http().getAuthority(), "127.0.0.1:" + freePort()));
        stage.daemons().start(List.of("n1"));
        try {
            stage.joined("n1");
            assertRefused(runDaemon(conf), "ha.node.id");
        } finally {
            stage.daemons().stop(List.of("n1"));
        }
    }

    @Test
    void nonsenseArguments() throws Exception {
        for (String command : new String[] {"ha-daemon", "session-service", "haadmin", "quickstart"}) {
            Command.Result result = Command.run(Map.of(), command, "fly", "--to", "the moon");
            assertThat(result.exitCode()).as(command).isEqualTo(2);
            assertThat(result.err()).as(command).isNotBlank().doesNotContain("Exception");
        }
    }

    @Test
    void helpIsNoMistake() throws Exception {
        for (String command : new String[] {"ha-daemon", "session-service", "haadmin", "quickstart", "spark-home"}) {
            Command.Result result = Command.run(Map.of(), command, "--help");
            assertThat(result.exitCode()).as(command).isZero();
            assertThat(result.out()).as(command).contains(command);
            assertThat(result.err()).as(command).isEmpty();
        }
    }

    @Test
    void nobodyToAsk() throws Exception {
        Command.Result result = Command.run(
                Map.of(), "haadmin", "--conf", stage.dir().resolve("conf").toString(), "status");
        assertThat(result.exitCode()).isEqualTo(3);
        assertSentence(result, "haadmin: ");
    }

    @Test
    void serversThatAreNotUpYetAreWaitedFor() throws Exception {
        stage.servers().kill(Server.ZOOKEEPER);
        Path log = stage.dir().resolve("waiting.log");
        Process daemon = Command.startLogged(
                log,
                environment(),
                "ha-daemon",
                "run",
                "--conf",
                stage.daemons().confDir("n2").toString());
        try {
            await("the daemon to answer")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.status("n2").isPresent());
            stage.servers().start(Server.ZOOKEEPER);
            stage.awaitRole("n2", List.of("active"));
        } finally {
            stage.servers().start(Server.ZOOKEEPER);
            daemon.destroy();
            daemon.waitFor();
        }
        assertThat(Files.readString(log)).doesNotContain("\tat ");
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains("ZooKeeper") && line.contains("not answer"))
                .hasSize(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path confOf(String node) throws IOException {
        Path conf = Files.createTempDirectory(stage.dir(), "conf-");
        for (String file : new String[] {"ha-site.xml", "session-site.xml"}) {
            Files.copy(stage.daemons().confDir(node).resolve(file), conf.resolve(file));
        }
        return conf;
    }

    private static Path edited(String node, String file, String text, String replacement) throws IOException {
        Path conf = confOf(node);
        String before = Files.readString(conf.resolve(file));
        assertThat(before).contains(text);
        Files.writeString(conf.resolve(file), before.replace(text, replacement));
        return conf;
    }

    private static Map<String, String> environment() {
        return Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString());
    }

    private static Command.Result runDaemon(Path conf) throws Exception {
        return Command.run(environment(), "ha-daemon", "run", "--conf", conf.toString());
    }

    private static void assertRefused(Command.Result result, String names) {
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
        assertSentence(result, names);
    }

    private static void assertSentence(Command.Result result, String part) {
        assertThat(result.err())
                .contains(part)
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("\nCaused by");
    }
}
