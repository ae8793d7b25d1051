package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Hadoop's own verbs against real daemons, and their exit codes. The last test ends the cluster. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HadoopIT {

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("hadoop", 3, Stage.hadoopPorts(3));
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    @Order(1)
    void everyNodeSaysWhatItIs() throws Exception {
        String active = stage.active();

        for (String id : stage.ids()) {
            assertThat(haadmin(0, "-getServiceState", id)).isEqualTo(id.equals(active) ? "active\n" : "standby\n");
            assertThat(haadmin(0, "-checkHealth", id)).isEmpty();
        }
        assertThat(haadmin(0, "-getAllServiceState"))
                .containsPattern(stage.node(active).rpc().orElseThrow() + " +active");
    }

    @Test
    @Order(2)
    void theActiveIsMovedAsInHdfs() throws Exception {
        String first = stage.active();
        String second = stage.others(first).get(0);
        String third = stage.others(first).get(1);
        long epoch = stage.epoch(first);
        int batch = stage.post(stage.client(second), "true");

        assertThat(haadmin(0, "-failover", first, second))
                .isEqualTo("Failover from " + first + " to " + second + " successful\n");
        assertThat(stage.active()).isEqualTo(second);
        JsonNode term = stage.term(second, epoch + 1);
        assertThat(term.path("cause").asText()).isEqualTo("switchover");
        assertThat(term.path("by").asText()).isEqualTo(System.getProperty("user.name"));

        haadmin(7, "-failover", first, third);
        haadmin(1, "-transitionToActive", "--forcemanual", third);
        haadmin(2, "-failover", second);
        haadmin(2, "-getServiceState", "n9");
        assertThat(stage.epoch(second)).isEqualTo(epoch + 1);

        haadmin(0, "-transitionToActive", third);
        assertThat(stage.active()).isEqualTo(third);
        haadmin(0, "-transitionToActive", third);
        stage.joined(second);
        haadmin(0, "-transitionToStandby", third);
        assertThat(stage.active()).isNotEqualTo(third);
        haadmin(0, "-transitionToStandby", third);
        assertThat(stage.batch(stage.client(third), batch).path("id").asInt()).isEqualTo(batch);
        stage.ids().forEach(stage::joined);
    }

    @Test
    @Order(3)
    void nodesThatAreDownAndAClusterWithoutAnActiveShow() throws Exception {
        String active = stage.active();
        String dead = stage.others(active).get(0);
        String other = stage.others(active).get(1);
        stage.killWithLauncher(dead);
        haadmin(3, "-getServiceState", dead);
        haadmin(3, "-checkHealth", dead);
        haadmin(5, "-getAllServiceState");
        haadmin(1, "-failover", active, dead);
        assertThat(stage.active()).isEqualTo(active);

        haadmin(0, "pause", "--yes");
        stage.killWithLauncher(active);
        await("nobody to be active")
                .atMost(Stage.LIMIT)
                .until(() -> stage.reasons(other).contains("only " + active + " may take over"));
        haadmin(6, "-getAllServiceState");
        haadmin(6, "-transitionToActive", other);
        haadmin(6, "-failover", active, other);

        stage.killWithLauncher(other);
        haadmin(3, "-getAllServiceState");
        haadmin(3, "-failover", active, other);
    }

    private static String haadmin(int exitCode, String... args) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("--conf", stage.dir().resolve("conf").toString()));
        all.addAll(List.of(args));
        Command.Result result = Command.run(Map.of(), "haadmin", all.toArray(String[]::new));
        assertThat(result.exitCode())
                .as(all + ": " + result.out() + result.err())
                .isEqualTo(exitCode);
        assertThat(result.err()).as(all.toString()).doesNotContain("\tat ").hasLineCount(exitCode == 0 ? 0 : 1);
        return result.out();
    }
}
