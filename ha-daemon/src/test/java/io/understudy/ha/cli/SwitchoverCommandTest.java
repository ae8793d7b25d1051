package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code haadmin switchover}. */
final class SwitchoverCommandTest extends CommandTest {

    @Test
    void aSwitchoverWaitsUntilTheOtherServes() {
        node.says(cluster(7, "n1", "[]"))
                .says(cluster(7, null, "[]"))
                .says(cluster(8, null, "[]"))
                .says(cluster(8, "n2", "[]"));

        assertThat(run("switchover", "--to", "n2", "--yes")).isZero();
        assertThat(out.toString()).contains("n2 serves in epoch 8");
        assertThat(node.orders()).containsExactly("{\"epoch\":7,\"by\":\"%s\",\"to\":\"n2\"}".formatted(Nodes.USER));
    }

    @Test
    void aSwitchoverThatSucceededElsewhereSaysSo() {
        node.says(cluster(7, "n1", "[]")).says(cluster(8, "n1", "[]"));

        assertThat(run("switchover", "--to", "n2", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertSentence("haadmin: succeeded elsewhere: n1 serves, not n2");
    }

    @Test
    void aRefusedSwitchoverSaysWhy() {
        node.says(cluster(7, "n1", "[]")).answersOrders(412, "{\"msg\":\"n2 is not a ready standby.\"}");
        assertThat(run("switchover", "--to", "n2", "--yes")).isEqualTo(Failure.REFUSED);
        assertSentence("haadmin: not switched over: n2 is not a ready standby.");

        node.answersOrders(409, "{\"msg\":\"Epoch 7 is over.\"}");
        assertThat(run("switchover", "--yes")).isEqualTo(Failure.CHANGED);
    }

    @Test
    void whatWasLookedAtIsPrintedFirst() {
        node.says(cluster(7, "n1", "[\"n3 cannot be reached\"]")).says(cluster(8, "n2", "[]"));

        assertThat(run("switchover", "--yes")).isZero();
        assertThat(out.toString()).startsWith("""
                pre-flight, as n1 sees it:
                  ok    n1 is active in epoch 7
                  ok    n2 is ready to take over
                  note  n3 cannot be reached
                n2 serves in epoch 8,""");
    }

    @Test
    void asJsonItIsOneObject() throws IOException {
        node.says(cluster(7, "n1", "[]")).says(cluster(8, "n2", "[]"));

        assertThat(run("switchover", "--yes", "--format", "json")).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("format").asInt()).isEqualTo(1);
        assertThat(answer.path("result").asText()).isEqualTo("done");
        assertThat(answer.path("active").asText()).isEqualTo("n2");
        assertThat(answer.path("preflight")).hasSize(2);
    }

    @Test
    void whoIsNotActiveAsExpectedIsNotSwitchedOverFrom() {
        node.says(cluster(7, "n1", "[]"));

        assertThat(run("switchover", "--expect-active", "n2", "--yes")).isEqualTo(Failure.CHANGED);
        assertSentence("haadmin: not switched over: n1 is active, not n2.");
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void whatCannotComeAboutIsNotOrdered() {
        node.says(cluster(7, "n1", "[]"));
        assertThat(run("switchover", "--to", "n9", "--yes", "--force")).isEqualTo(Failure.REFUSED);
        assertSentence("haadmin: not switched over: there is no node n9 in this cluster.");
        assertThat(run("switchover", "--to", "n1", "--yes", "--force")).isEqualTo(Failure.REFUSED);

        node.saysNow(cluster(7, "n1", "[]").replace("\"standby\"", "\"sidelined\""));
        assertThat(run("switchover", "--yes")).isEqualTo(Failure.REFUSED);
        assertSentence("no standby is ready");
        assertThat(out.toString()).contains("  no    n2 is sidelined, not a ready standby");

        node.saysNow(cluster(7, "n1", "[]")
                .replace("\"problems\"", "\"pending\":{\"by\":\"bob\",\"fate\":\"accepted\"},\"problems\""));
        assertThat(run("switchover", "--yes")).isEqualTo(Failure.REFUSED);
        assertSentence("a switchover is under way already, by bob");
        assertThat(node.orders()).isEmpty();
    }

    @Test
    void aCandidateThatIsConfiguredOtherwiseNeedsForceAndNotOnlyAYes() {
        String differs = cluster(7, "n1", "[]").replaceFirst("\"node\":\"n2\"", "\"node\":\"n2\",\"configHash\":\"x\"");
        node.says(differs);
        assertThat(run("switchover", "--yes")).isEqualTo(Failure.REFUSED);
        assertSentence("n2 has another configuration", "--force");
        assertThat(node.orders()).isEmpty();

        node.saysNow(differs).says(cluster(8, "n2", "[]"));
        assertThat(run("switchover", "--yes", "--force")).isZero();
    }

    @Test
    void inAPauseACandidateMayTakeOverAllTheSame() {
        node.says(cluster(7, "n1", "[]").replace("\"role\":\"standby\"", "\"role\":\"sidelined\",\"candidate\":true"))
                .says(cluster(8, "n2", "[]"));

        assertThat(run("switchover", "--to", "n2", "--yes")).isZero();
    }

    @Test
    void patienceMayEndBeforeANodeServes() {
        node.says(cluster(7, "n1", "[]"));

        assertThat(run("switchover", "--timeout", "1ms", "--yes")).isEqualTo(Failure.UNKNOWN);
        assertSentence("haadmin: no node serves in a later epoch after 0.001 s. Look with haadmin status.");
        assertThat(run("switchover", "--timeout", "soon", "--yes")).isEqualTo(Failure.USAGE);
        assertSentence("'soon' is no length of time");
    }
}
