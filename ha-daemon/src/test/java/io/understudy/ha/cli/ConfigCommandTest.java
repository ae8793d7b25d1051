package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code haadmin config}. */
final class ConfigCommandTest extends CommandTest {

    private static final String ONE = """
            {"format":1,"node":"n1","settings":{
              "ha.node.id":{"value":"n1","set":true},
              "ha.hold.time":{"value":"20s","set":false},
              "ha.zookeeper.auth":{"value":null,"set":true},
              "session.retention":{"value":"7d","set":true}}}""";

    @Test
    void whatIsTheSameIsOneLine() throws IOException {
        try (PlayedNode other = new PlayedNode()) {
            node.says("/ha/config", ONE);
            other.says("/ha/config", ONE.replace("\"n1\"", "\"n2\""));
            configure(node.port(), other.port());

            assertThat(run("config")).isZero();
            assertThat(out.toString()).isEqualTo("""
                    KEY                VALUE     SET  NODES
                    ha.node.id         n1        yes  n1
                    ha.node.id         n2        yes  n2
                    ha.zookeeper.auth  (secret)  yes  all
                    session.retention  7d        yes  all
                    """);
            out.getBuffer().setLength(0);
            assertThat(run("config", "--all")).isZero();
            assertThat(out.toString()).containsPattern("ha.hold.time +20s +no +all");
        }
    }

    @Test
    void whatMustNotDifferIsPointedOut() throws IOException {
        try (PlayedNode other = new PlayedNode()) {
            node.says("/ha/config", ONE);
            other.says("/ha/config", ONE.replace("\"7d\"", "\"8d\""));
            configure(node.port(), other.port());

            assertThat(run("config")).isEqualTo(Failure.DEGRADED);
            assertThat(out.toString())
                    .containsPattern("session.retention +7d +yes +n1\n")
                    .containsPattern("session.retention +8d +yes +n2\n")
                    .contains("! session.retention must be the same on all nodes");
            out.getBuffer().setLength(0);
            assertThat(run("config", "--format", "json")).isEqualTo(Failure.DEGRADED);
            JsonNode json = new ObjectMapper().readTree(out.toString());
            assertThat(json.path("format").asInt()).isEqualTo(1);
            assertThat(json.path("differences").path(0).asText()).isEqualTo("session.retention");
            assertThat(json.path("nodes").path("n2").path("node").asText()).isEqualTo("n1");
        }
    }

    @Test
    void nobodyAnswers() throws IOException {
        configure(1);

        assertThat(run("config")).isEqualTo(Failure.UNREACHABLE);
        assertSentence("haadmin: no node answers: ");
    }
}
