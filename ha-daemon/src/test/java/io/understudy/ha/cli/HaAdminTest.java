package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's command: what it prints, and its exit codes. */
final class HaAdminTest {

    @TempDir
    private Path conf;

    private PlayedNode node;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        node = new PlayedNode();
        configure(node.port());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "check",
                "history",
                "switchover",
                "step-down",
                "pause",
                "resume",
                "finalize",
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
    void statusIsATable() {
        node.says(cluster(7, "n1", "[]"));

        assertThat(run("status")).isZero();
        assertThat(out.toString())
                .contains("cluster c, epoch 7, active n1")
                .containsPattern("n1 +active +yes +7")
                .containsPattern("n2 +standby +no +7");
    }

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
    void statusAsJsonIsWhatTheNodeSays() {
        node.says(cluster(7, "n1", "[]"));

        assertThat(run("status", "--format", "json")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines(cluster(7, "n1", "[]"));
    }

    @Test
    void statusTellsWhatIsWrongByItsExitCode() {
        node.says(cluster(7, "n1", "[\"n3 cannot be reached\"]"));
        assertThat(run("status")).isEqualTo(Failure.DEGRADED);
        assertThat(out.toString()).contains("! n3 cannot be reached");
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
                .isEqualTo("{\"verdict\":\"CRITICAL\",\"summary\":\"no node serves\","
                        + "\"problems\":[\"no node is active\"]}\n");
    }

    @Test
    void checkKnowsNothingWhereNobodyAnswers() throws IOException {
        configure(1);

        assertThat(run("check")).isEqualTo(3);
        assertThat(out.toString()).startsWith("UNDERSTUDY UNKNOWN - no node answers: tried");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aNodeThatIsDownIsPassedOver() throws IOException {
        node.says(cluster(7, "n1", "[]"));
        configure(1, node.port());

        assertThat(run("status")).isZero();
    }

    @Test
    void nobodyAnswers() {
        node.close();

        assertThat(run("status")).isEqualTo(Failure.UNREACHABLE);
        assertSentence("haadmin: no node answers: ", "ha-daemon start");
    }

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
    void withoutAnActiveNothingIsPausedOrSteppedDown() {
        node.says(cluster(7, null, "[]"));
        assertThat(run("pause", "--yes")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(run("step-down", "--yes")).isEqualTo(Failure.NO_ACTIVE);
        assertThat(node.pauses()).isEmpty();
        assertThat(node.orders()).isEmpty();
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

    private void assertSentence(String... parts) {
        assertThat(err.toString()).contains(parts).doesNotContain("Exception").doesNotContain("\tat ");
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("--conf", conf.toString()));
        all.addAll(List.of(args));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... args) {
        return HaAdmin.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private void configure(int... ports) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration><property><name>ha.nodes</name><value>");
        for (int i = 1; i <= ports.length; i++) {
            xml.append("n").append(i).append(",");
        }
        xml.append("</value></property>");
        for (int i = 1; i <= ports.length; i++) {
            xml.append("<property><name>ha.http.address.n%d</name><value>127.0.0.1:%d</value></property>"
                    .formatted(i, ports[i - 1]));
        }
        Files.writeString(conf.resolve("ha-site.xml"), xml.append("</configuration>"));
    }

    private static String cluster(long epoch, @Nullable String active, String problems, int storeFormat) {
        return cluster(epoch, active, problems)
                .replace("\"control\"", "\"storeFormat\":" + storeFormat + ",\"control\"");
    }

    private static String paused(String paused) {
        return cluster(7, "n1", "[]").replace("\"control\"", "\"paused\":" + paused + ",\"control\"");
    }

    private static String cluster(long epoch, @Nullable String active, String problems) {
        StringBuilder nodes = new StringBuilder();
        for (String id : List.of("n1", "n2")) {
            boolean serves = id.equals(active);
            nodes.append(nodes.isEmpty() ? "" : ",")
                    .append(("{\"node\":\"%s\",\"role\":\"%s\",\"serving\":%b,\"epoch\":%d,\"zookeeper\":\"connected\","
                                    + "\"since\":\"2026-01-01T00:00:00Z\",\"held\":0,\"version\":\"0.1\",\"reachable\":true,"
                                    + "\"control\":[],\"reasons\":[]}")
                            .formatted(id, serves ? "active" : "standby", serves, epoch));
        }
        return "{\"format\":1,\"cluster\":\"c\",\"epoch\":%d,\"active\":%s,\"nodes\":[%s],\"problems\":%s}"
                .formatted(epoch, active == null ? "null" : "\"" + active + "\"", nodes, problems);
    }
}
