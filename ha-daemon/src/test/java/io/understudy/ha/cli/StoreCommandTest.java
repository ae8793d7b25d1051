package io.understudy.ha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.testing.StoreTalk;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's tools as commands: what they print, and their exit codes. */
final class StoreCommandTest {

    @TempDir
    private Path dir;

    private final TestingZooKeeper server = TestingZooKeeper.start();
    private final ZooKeeperNode node = ZooKeeperNode.connect("n1", server.connectString());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void configure() throws IOException {
        configure("c1", server.connectString());
        Files.writeString(Files.createDirectories(dir.resolve("hadoop")).resolve("yarn-site.xml"), """
                <configuration>
                  <property><name>yarn.resourcemanager.cluster-id</name><value>%s</value></property>
                </configuration>
                """.formatted(
                        ZooKeeperNode.YARN));
    }

    @AfterEach
    void close() {
        node.close();
        server.close();
    }

    @Test
    void aCleanStoreIsZeroAndAPoisonedOneIsFive() throws IOException {
        FencedStore store = node.win();
        assertThat(run("store", "verify")).isZero();
        assertThat(out.toString()).contains("Nothing is wrong.").containsPattern("SESSIONS +TOMBSTONES");

        StoreTalk.write(store, new WriteOp.Create("sessions/07/0000000007", "poison".getBytes(UTF_8)));
        assertThat(run("store", "verify")).isEqualTo(Failure.DEGRADED);
        assertThat(out.toString()).contains("unreadable-record", "sessions/07/0000000007", "it is not JSON");

        assertThat(run("store", "verify", "--format", "json")).isEqualTo(Failure.DEGRADED);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("sessions").asInt()).isEqualTo(1);
        assertThat(json.path("counts").path("unreadable-record").asInt()).isEqualTo(1);
        assertThat(json.path("findings").get(0).path("path").asText()).isEqualTo("sessions/07/0000000007");
    }

    @Test
    void exportAndImportSayWhatTheyDid() throws IOException {
        StoreTalk.write(node.win(), new WriteOp.Create("sessions/07/0000000007", "poison".getBytes(UTF_8)));
        String file = dir.resolve("export.jsonl").toString();

        assertThat(run("store", "export", file)).isZero();
        assertThat(out.toString()).contains("1 records").contains("! 1 records cannot be read");
        assertThat(run("store", "import", file, "--yes")).isEqualTo(Failure.REFUSED);
        assertThat(err.toString()).contains("already").doesNotContain("Exception");

        configure("c2", server.connectString());
        assertThat(run("store", "import", file, "--yes")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("would make in cluster c2: 1 sessions")
                .contains("Imported as store");
        assertThat(run("store", "verify")).isEqualTo(Failure.DEGRADED);
    }

    @Test
    void mistakesAreOneSentence() throws IOException {
        assertThat(run("store")).isEqualTo(Failure.USAGE);
        assertThat(run("store", "export")).isEqualTo(Failure.USAGE);
        assertThat(run("store", "import-livy", "--from", "livy")).isEqualTo(Failure.USAGE);
        assertThat(run("store", "verify")).isEqualTo(Failure.REFUSED);
        assertThat(err.toString()).contains("no store").contains("ha.cluster.id");
        assertThat(run("adopt")).isEqualTo(Failure.REFUSED);
        assertThat(err.toString()).contains("store-memory.json");
        assertThat(run("store", "import", dir.resolve("nothing").toString(), "--yes"))
                .isEqualTo(Failure.REFUSED);
        assertThat(err.toString()).contains("there is no file");
        assertThat(run("store", "export", "--help")).isZero();
    }

    @Test
    void aZooKeeperThatIsDownIsNotReachable() throws IOException {
        configure("c1", "127.0.0.1:1");

        assertThat(run("store", "verify")).isEqualTo(Failure.UNREACHABLE);
        assertThat(err.toString()).contains("127.0.0.1:1").hasLineCount(1);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of("--conf", dir.toString()));
        line.addAll(List.of(args));
        return HaAdmin.execute(new PrintWriter(out), new PrintWriter(err), line.toArray(String[]::new));
    }

    private void configure(String cluster, String quorum) throws IOException {
        Files.writeString(dir.resolve("ha-site.xml"), """
                <configuration>
                  <property><name>ha.cluster.id</name><value>%s</value></property>
                  <property><name>ha.zookeeper.quorum</name><value>%s</value></property>
                  <property><name>ha.zookeeper.acl</name><value>world:anyone:cdrwa</value></property>
                  <property><name>ha.zookeeper.session-timeout.ms</name><value>1000</value></property>
                  <property><name>ha.state.dir</name><value>%s</value></property>
                </configuration>
                """.formatted(cluster, quorum, dir.resolve("state")));
        Files.writeString(dir.resolve("session-site.xml"), """
                <configuration>
                  <property><name>session.hadoop.conf.dir</name><value>%s</value></property>
                </configuration>
                """.formatted(dir.resolve("hadoop")));
    }
}
