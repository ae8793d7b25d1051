package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code haadmin step-down}. */
final class StepDownCommandTest extends CommandTest {

    @Test
    void steppingDownWaitsUntilAnotherServes() {
        node.says(cluster(7, "n1", "[]")).says(cluster(7, null, "[]")).says(cluster(8, "n2", "[]"));

        assertThat(run("step-down", "--yes")).isZero();
        assertThat(out.toString()).isEqualTo("n2 serves in epoch 8\n");
        assertThat(node.orders()).containsExactly("{\"epoch\":7,\"by\":\"%s\"}".formatted(Nodes.USER));
    }

    @Test
    void whoStepsDownAndTakesOverAgainSaysSo() {
        node.says(cluster(7, "n1", "[]")).says(cluster(8, "n1", "[]"));

        assertThat(run("step-down", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertSentence("haadmin: n1 took over again");
    }

    @Test
    void whereNobodyCanTakeOverNobodyStepsDown() {
        node.says(cluster(7, "n1", "[]")).answersOrders(409, "{\"msg\":\"No standby is ready.\"}");
        assertThat(run("step-down", "--yes")).isEqualTo(Failure.REFUSED);
        assertSentence("haadmin: not stepped down: No standby is ready.");
    }

    @Test
    void aTermThatIsOverIsNotSteppedDownFrom() {
        node.says(cluster(7, "n1", "[]"))
                .says(cluster(8, "n2", "[]"))
                .answersOrders(409, "{\"msg\":\"Epoch 7 is over.\"}");
        assertThat(run("step-down", "--yes")).isEqualTo(Failure.CHANGED);
    }
}
