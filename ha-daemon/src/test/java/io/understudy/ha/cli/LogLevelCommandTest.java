package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LogLevelCommandTest extends CommandTest {

    private static final String DONE =
            "{\"logger\":\"io.understudy\",\"level\":\"debug\",\"until\":\"2026-01-01T00:30:00Z\"}";

    @Test
    void allNodesAreToldAndWhoeverIsSilentIsNamed() throws IOException {
        node.says("/ha/log-level", DONE);

        assertThat(run("log-level", "io.understudy", "debug")).isZero();
        assertThat(out.toString()).isEqualTo("io.understudy is debug on n1 until 2026-01-01T00:30:00Z\n");

        try (PlayedNode gone = new PlayedNode()) {
            configure(node.port(), gone.port());
        }
        assertThat(run("log-level", "io.understudy", "debug")).isEqualTo(Failure.DEGRADED);
        assertThat(out.toString()).endsWith("; no answer from n2\n");
        assertThat(run("log-level", "--node", "n1", "io.understudy", "debug")).isZero();
        assertThat(run("log-level", "--node", "n2", "io.understudy", "debug")).isEqualTo(Failure.UNREACHABLE);
    }

    @Test
    void whatIsNoNodeOrRefusedIsSaid() {
        assertThat(run("log-level", "--node", "n7", "io.understudy", "debug")).isEqualTo(Failure.USAGE);
        assertSentence("haadmin: there is no node n7");
        assertThat(run("log-level", "io.understudy", "debug")).isEqualTo(Failure.REFUSED);
        assertSentence("haadmin: n1: ");
    }
}
