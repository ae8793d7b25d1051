package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's command: what is the same for all its verbs. */
final class HaAdminTest extends CommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "check",
                "history",
                "doctor",
                "config",
                "completion",
                "switchover",
                "step-down",
                "pause",
                "resume",
                "finalize",
                "log-level",
                "adopt",
                "store",
                "store export",
                "store import",
                "store import-livy",
                "store verify"
            })
    void everyVerbExplainsItself(String verb) {
        List<String> words = new ArrayList<>(List.of(verb.split(" ", -1)));
        words.add("--help");

        assertThat(run(words.toArray(String[]::new))).isZero();
        assertThat(out.toString()).startsWith("Usage: haadmin " + verb).contains("--conf=DIR");
        assertThat(err.toString()).isEmpty();
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void withoutAnActiveItsExitCodeSaysSo() {
        node.says(cluster(7, null, "[\"no node is active\"]"));

        assertThat(run("status")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(out.toString()).contains("active none");
        assertThat(run("switchover", "--yes")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void nobodyAnswers() {
        node.close();

        assertThat(run("status")).isEqualTo(Failure.UNREACHABLE);
        assertSentence("haadmin: no node answers: ", "ha-daemon start");
    }

    @Test
    void withoutAnActiveNothingIsPausedOrSteppedDown() {
        node.says(cluster(7, null, "[]"));
        assertThat(run("pause", "--yes")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(run("step-down", "--yes")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(node.pauses()).isEmpty();
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void whoSaysNoAtThePromptChangesNothing() {
        node.says(cluster(7, "n1", "[]", 1));
        InputStream terminal = System.in;
        try {
            System.setIn(new ByteArrayInputStream("n\n".getBytes(Charset.defaultCharset())));
            assertThat(run("finalize")).isEqualTo(Failure.ABORTED);
            System.setIn(new ByteArrayInputStream("n\n".getBytes(Charset.defaultCharset())));
            assertThat(run("switchover")).isEqualTo(Failure.ABORTED);
            for (String verb : List.of("step-down", "pause")) {
                System.setIn(new ByteArrayInputStream("n\n".getBytes(Charset.defaultCharset())));
                assertThat(run(verb)).isEqualTo(Failure.ABORTED);
            }
        } finally {
            System.setIn(terminal);
        }
        assertThat(out.toString()).contains("no older release can join after that. [y/N] ");
        assertThat(node.finalizations()).isEmpty();
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void aClusterThatIsNotConfiguredIsAUsersMistake() {
        assertThat(execute("--conf", conf.resolve("nowhere").toString(), "status"))
                .isEqualTo(Failure.USAGE);
        assertSentence("haadmin: ", "nowhere");
    }

    @Test
    void nonsenseIsAnsweredWithAHint() {
        assertThat(run("fly")).isEqualTo(Failure.USAGE);
        assertSentence("haadmin: ", "fly", "--help");
        assertThat(execute()).isEqualTo(Failure.USAGE);
    }

    @Test
    void helpNamesEveryVerb() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "status",
                        "switchover",
                        "step-down",
                        "pause",
                        "resume",
                        "finalize",
                        "--conf",
                        "--format",
                        "--yes",
                        "Exit codes");
    }
}
