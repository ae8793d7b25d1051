package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code haadmin finalize}. */
final class FinalizeCommandTest extends CommandTest {

    @Test
    void finalizingHandsOverAndSeesTheNewFormat() {
        node.says(cluster(7, "n1", "[]", 1)).says(cluster(8, null, "[]", 1)).says(cluster(8, "n2", "[]", 2));

        assertThat(run("finalize", "--yes")).isZero();
        assertThat(out.toString()).isEqualTo("done: the store has format 2, n2 serves in epoch 8\n");
        assertThat(node.finalizations()).containsExactly("{\"epoch\":7}");
        assertThat(node.orders())
                .containsExactly("{\"epoch\":7,\"by\":\"%s\",\"reason\":\"finalize\"}".formatted(Nodes.USER));
    }

    @Test
    void whereNothingIsToBeFinalizedNobodyHandsOver() {
        node.says(cluster(7, "n1", "[]", 2)).answersFinalizations(200, "{\"format\":2,\"done\":true}");

        assertThat(run("finalize", "--yes")).isZero();
        assertThat(out.toString()).isEqualTo("nothing to do: the store has format 2 already\n");
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void aFinalizationThatIsRefusedChangesNothing() {
        node.says(cluster(7, "n1", "[]", 1)).answersFinalizations(412, "{\"msg\":\"n2 runs an older build.\"}");
        assertThat(run("finalize", "--yes")).isEqualTo(Failure.REFUSED);
        assertSentence("haadmin: not finalized: n2 runs an older build.");

        node.answersFinalizations(409, "{\"msg\":\"Epoch 7 is over.\"}");
        assertThat(run("finalize", "--yes")).isEqualTo(Failure.CHANGED);
        node.answersFinalizations(503, "{\"msg\":\"ZooKeeper is away.\"}");
        assertThat(run("finalize", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void aRequestThatTheWinnerDidNotTakeUpIsToBeRepeated() {
        node.says(cluster(7, "n1", "[]", 1)).says(cluster(8, "n2", "[]", 1));

        assertThat(run("finalize", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertSentence("haadmin: n2 serves in epoch 8", "format 1, not 2", "Repeat it.");
    }

    @Test
    void aRequestThatStandsWithoutASwitchoverIsSaidToStand() {
        node.says(cluster(7, "n1", "[]", 1)).answersOrders(412, "{\"msg\":\"No standby is ready.\"}");

        assertThat(run("finalize", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertSentence("haadmin: not switched over: No standby is ready. The store gets format 2 when", "n1", "repeat");
    }

    @Test
    void withoutAnActiveNothingIsFinalized() {
        node.says(cluster(7, null, "[]", 1));

        assertThat(run("finalize", "--yes")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(node.finalizations()).isEmpty();
    }
}
