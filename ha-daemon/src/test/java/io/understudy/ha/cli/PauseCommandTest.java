package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code haadmin pause} and {@code haadmin resume}. */
final class PauseCommandTest extends CommandTest {

    @Test
    void whereUsersAreKnownAnOrderNamesWhoGivesIt() throws IOException {
        Files.writeString(conf.resolve("session-site.xml"), """
                <configuration>
                  <property><name>session.auth.type</name><value>header</value></property>
                  <property><name>session.auth.header.name</name><value>X-Somebody</value></property>
                  <property><name>session.auth.header.trusted-addresses</name><value>127.0.0.1</value></property>
                </configuration>
                """);

        node.says(cluster(7, "n1", "[]")).answersPauses(403, "{\"msg\":\"You are no superuser.\"}");

        assertThat(run("pause", "--yes")).isEqualTo(Failure.REFUSED);

        assertSentence("haadmin: not paused: You are no superuser.");
        assertThat(node.pauseHeaders())
                .containsEntry("X-somebody", List.of(System.getProperty("user.name")))
                .containsEntry("X-requested-by", List.of("haadmin"));
    }

    @Test
    void aPauseIsWaitedForUntilAllHeedIt() {
        node.says(paused("null"))
                .says(paused("{\"id\":\"p-0\",\"until\":\"x\"}"))
                .says(paused("{\"id\":\"p-1\",\"until\":\"2026-01-01T02:00:00Z\"}"));

        assertThat(run("pause", "--for", "30m", "--reason", "new disks", "--yes"))
                .isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "paused until 2026-01-01T02:00:00Z: nobody takes over from n1. End it with haadmin resume\n");
        assertThat(node.pauses())
                .containsExactly("/ha/pause {\"for\":\"30m\",\"epoch\":7,\"by\":\"%s\",\"reason\":\"new disks\"}"
                        .formatted(Nodes.USER));
    }

    @Test
    void aPauseThatIsRefusedSaysWhy() {
        node.says(cluster(7, "n1", "[]")).answersPauses(422, "{\"msg\":\"A pause is short.\"}");
        assertThat(run("pause", "--for", "9d", "--yes")).isEqualTo(Failure.USAGE);
        assertSentence("haadmin: not paused: A pause is short.");
        node.answersPauses(409, "{\"msg\":\"Epoch 7 is over.\"}");
        assertThat(run("pause", "--yes")).isEqualTo(Failure.CHANGED);
        node.answersPauses(503, "{\"msg\":\"ZooKeeper is away.\"}");
        assertThat(run("pause", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertThat(run("resume")).isEqualTo(Failure.UNKNOWN);
        node.answersPauses(409, "{\"msg\":\"Another request came first.\"}");
        assertThat(run("resume")).isEqualTo(Failure.CHANGED);
    }

    @Test
    void aPauseIsEnded() {
        node.says(paused("{\"id\":\"p-1\"}")).says(paused("null")).answersPauses(202, "{\"id\":\"p-2\"}");
        assertThat(run("resume")).isZero();
        assertThat(out.toString()).isEqualTo("resumed: every node may take over again\n");
        node.answersPauses(200, "{\"done\":true}");
        assertThat(run("resume")).isZero();
        assertThat(out.toString()).contains("nothing to do: the cluster is not paused");
    }
}
