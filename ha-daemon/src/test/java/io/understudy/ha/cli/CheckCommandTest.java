package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code haadmin check}. */
final class CheckCommandTest extends CommandTest {

    @Test
    void checkSaysThatAllIsWell() {
        node.says(cluster(7, "n1", "[]"));

        assertThat(run("check")).isZero();
        assertThat(out.toString()).isEqualTo("UNDERSTUDY OK - n1 serves in epoch 7\n");
    }

    @Test
    void checkWarnsOfWhatIsWrong() {
        node.says(cluster(7, "n1", "[\"n3 cannot be reached\"]"));

        assertThat(run("check")).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo("UNDERSTUDY WARNING - n1 serves in epoch 7, problems: 1\nn3 cannot be reached\n");
    }

    @Test
    void checkIsCriticalWhereNobodyServes() {
        node.says(cluster(7, null, "[\"no node is active\"]"));

        assertThat(run("check", "--format", "json")).isEqualTo(2);
        assertThat(out.toString())
                .isEqualTo("{\"format\":1,\"verdict\":\"CRITICAL\",\"summary\":\"no node serves\","
                        + "\"problems\":[\"no node is active\"]}\n");
    }

    @Test
    void checkKnowsNothingWhereNobodyAnswers() throws IOException {
        configure(1);

        assertThat(run("check")).isEqualTo(3);
        assertThat(out.toString()).startsWith("UNDERSTUDY UNKNOWN - no node answers: tried");
        assertThat(err.toString()).isEmpty();
    }
}
