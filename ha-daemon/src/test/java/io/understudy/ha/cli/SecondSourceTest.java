package io.understudy.ha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.testing.TestingZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.Test;

/** What commands can tell where no node answers, by a real ZooKeeper. */
final class SecondSourceTest extends CommandTest {

    private static final String MEMBER = """
            {"format":1,"node":"n2","http":"http://h:1","incarnation":"i","version":"0.1","configHash":"x","ready":true,
             "back":false,"since":"2026-01-01T00:00:00Z","storeFormat":1}""";

    @Test
    void zooKeeperNamesTheActive() throws Exception {
        try (TestingZooKeeper server = TestingZooKeeper.start()) {
            silence(server.connectString());
            fill(
                    server,
                    "{\"node\":\"n1\",\"addresses\":{\"http\":\"http://h:1\"},\"epoch\":7,\"since\":\"2026-01-01T00:00:00Z\"}");

            assertThat(run("status")).isEqualTo(Failure.DEGRADED);
            assertThat(out.toString())
                    .startsWith("cluster c, epoch 7, active n1 (as ZooKeeper sees it)")
                    .containsPattern("n1 +unknown +unreachable")
                    .containsPattern("n2 +unknown +registered")
                    .containsPattern("failure tolerance +1 more node may fail")
                    .containsPattern("last failover +2026-01-02T00:00:00Z epoch 7: n2 -> n1 \\(died\\)")
                    .contains("! no node answers from here: this is what ZooKeeper has");
            assertThat(run("check")).isEqualTo(3);
            assertThat(out.toString())
                    .contains(
                            "UNDERSTUDY UNKNOWN - no node answers from here; as ZooKeeper has it n1 serves in epoch 7");
        }
    }

    @Test
    void zooKeeperKnowsThatNobodyServesAndWhatIsPaused() throws Exception {
        try (TestingZooKeeper server = TestingZooKeeper.start()) {
            silence(server.connectString());
            fill(server, "");
            write(
                    server,
                    "control/pause",
                    "{\"id\":\"p\",\"epoch\":7,\"seconds\":3600,\"by\":\"alice\",\"reason\":\"disks\"}");

            assertThat(run("status", "--format", "json")).isEqualTo(Failure.NO_ACTIVE);
            JsonNode cluster = new ObjectMapper().readTree(out.toString());
            assertThat(cluster.path("source").asText()).isEqualTo("zookeeper");
            assertThat(cluster.path("paused").path("by").asText()).isEqualTo("alice");
            assertThat(cluster.path("failureTolerance").asInt()).isZero();
            assertThat(run("check")).isEqualTo(2);
        }
    }

    @Test
    void zooKeeperRemembersTheTerms() throws Exception {
        try (TestingZooKeeper server = TestingZooKeeper.start()) {
            silence(server.connectString());
            fill(server, "");

            assertThat(run("history", "--limit", "1")).isZero();
            assertThat(out.toString().lines()).hasSize(2);
            assertThat(out.toString()).containsPattern("7 +2026-01-02T00:00:00Z +n2 +n1 +died");
        }
    }

    @Test
    void whereZooKeeperIsSilentAsWellBothAreNamed() throws IOException {
        silence("127.0.0.1:1");

        assertThat(run("status")).isEqualTo(Failure.UNREACHABLE);
        assertSentence("no node answers: ", "ZooKeeper could not be asked either: no server of 127.0.0.1:1 answers.");
        assertThat(run("history")).isEqualTo(Failure.UNREACHABLE);
    }

    /** No node answers; ZooKeeper is at {@code quorum}. */
    private void silence(String quorum) throws IOException {
        configure(1, 1);
        String nodes = Files.readString(conf.resolve("ha-site.xml"));
        Files.writeString(conf.resolve("ha-site.xml"), nodes.replace("</configuration>", """
                <property><name>ha.cluster.id</name><value>c</value></property>
                <property><name>ha.zookeeper.quorum</name><value>%s</value></property>
                <property><name>ha.zookeeper.acl</name><value>world:anyone:cdrwa</value></property>
                </configuration>""".formatted(quorum)));
    }

    private static void fill(TestingZooKeeper server, String active) throws Exception {
        write(server, "active", active);
        write(server, "epoch", "{\"epoch\":7,\"node\":\"n1\",\"format\":1}");
        write(server, "members/n2", MEMBER);
        for (String parent : List.of("control", "history")) {
            write(server, parent, "");
        }
        write(server, "history/6", "{\"epoch\":6,\"node\":\"n2\"}");
        write(server, "history/7", """
                {"epoch":7,"node":"n1","from":{"node":"n2"},"cause":"died","since":"2026-01-02T00:00:00Z"}""");
    }

    /** With its parents. */
    private static void write(TestingZooKeeper server, String path, String data) throws Exception {
        String whole = "/understudy/c/" + path;
        for (int end = whole.indexOf('/', 1); end > 0; end = whole.indexOf('/', end + 1)) {
            create(server, whole.substring(0, end), "");
        }
        create(server, whole, data);
    }

    private static void create(TestingZooKeeper server, String path, String data) throws Exception {
        if (server.client().exists(path, false) == null) {
            server.client().create(path, data.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }
}
