package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.load.StandIn;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever was active and is lost is fenced by what the operator has configured, and nobody waits for it. */
final class FencingIT {

    /** Notes what it sees; then it hangs, fails or succeeds, as the files beside it say. */
    private static final String SCRIPT = """
            cd %s
            env >call-$understudy_epoch-$$
            if [ -e hang ]; then echo $$ >hanging; sleep 600; fi
            [ ! -e fail ]
            """;

    private static Stage stage;
    private static StandIn standIn;
    private static Path calls;
    private static Optional<Sshd> sshd = Optional.empty();

    @BeforeAll
    static void open() throws Exception {
        Path dir = Stage.folder("fencing");
        calls = Files.createDirectory(dir.resolve("calls"));
        Path script = Files.writeString(dir.resolve("fence.sh"), SCRIPT.formatted(calls));
        Map<String, String> settings = new HashMap<>(StandIn.settings(dir));
        String methods = "shell(sh " + script + ")";
        if (Sshd.program().isPresent()) {
            sshd = Optional.of(Sshd.open(dir));
            methods += "\nsshfence(" + sshd.get().login() + ")";
            settings.put("ha.fencing.ssh.private-key-files", sshd.get().key().toString());
        }
        settings.put("ha.fencing.methods", methods);
        settings.put("ha.fencing.timeout", "15s");
        settings.put("ha.zookeeper.session-timeout.ms", "3000");
        stage = Stage.prepare(dir, "fencing", 3, settings);
        standIn = stage.standIn();
        stage.servers().start();
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        sshd.ifPresent(Sshd::close);
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aScriptIsCalledOnceWithTheRightTarget() throws IOException {
        String lost = stage.active();
        ClusterFile.Node target = stage.node(lost);
        stage.killWithLauncher(lost);
        String successor = stage.activeBut(lost);

        JsonNode done = awaitFencing(successor, "done");
        assertThat(done.path("by").asText()).isEqualTo("shell");
        assertThat(done.path("node").asText()).isEqualTo(lost);
        assertThat(calls(successor))
                .singleElement()
                .satisfies(call -> assertThat(Files.readAllLines(call))
                        .contains(
                                "target_node=" + lost,
                                "target_host=" + target.http().getHost(),
                                "target_port=" + target.http().getPort(),
                                "target_address=" + target.http().getAuthority(),
                                "target_incarnation=" + done.path("incarnation").asText(),
                                "target_nameserviceid=fencing",
                                "understudy_cause=lost")
                        .noneMatch(line -> line.startsWith("UNDERSTUDY") || line.startsWith("HADOOP")));
        assertThat(stage.reasons(successor)).doesNotContain("fenced");

        stage.daemons().start(List.of(lost));
        stage.joined(lost);
    }

    /** Its launcher has proven that it is dead: the script hears of it, and what goes by the port is left alone. */
    @Test
    void aScriptIsCalledOnceForADaemonThatDiedAlone() throws IOException {
        String lost = stage.active();
        long epoch = stage.epoch(lost);
        Files.createFile(calls.resolve("fail"));
        stage.kill(lost);
        String successor = stage.activeAfter(epoch);
        try {
            if (successor.equals(lost)) {
                assertThat(fencing(successor).path("state").asText()).isEqualTo("dropped");
            } else {
                JsonNode done = awaitFencing(successor, "done");
                assertThat(done.path("by").asText()).isEqualTo("launcher");
                assertThat(calls(successor))
                        .singleElement()
                        .satisfies(call -> assertThat(Files.readAllLines(call))
                                .contains("target_node=" + lost, "understudy_cause=died"));
            }
            stage.joined(lost);
        } finally {
            Files.delete(calls.resolve("fail"));
        }
    }

    @Test
    void aPlannedChangeCallsNobody() throws IOException {
        String active = stage.active();
        assertThat(stage.client(active).post("/ha/switchover", "{}", Map.of()).status())
                .isEqualTo(202);
        String successor = stage.activeBut(active);

        assertThat(stage.term(successor, stage.epoch(successor)).path("fencing").toString())
                .isEqualTo("[]");
        assertThat(calls(successor)).isEmpty();
        stage.joined(active);
    }

    @Test
    void aScriptThatHangsDelaysNothingAndIsEnded() throws IOException {
        String lost = stage.active();
        Files.createFile(calls.resolve("hang"));
        stage.killWithLauncher(lost);
        ProcessHandle hanging = await("the script to hang")
                .atMost(Stage.LIMIT)
                .until(FencingIT::hanging, Optional::isPresent)
                .orElseThrow();
        String successor = stage.activeBut(lost);
        NodeClient client = stage.client(successor);
        int batch = stage.post(client, "true");
        assertThat(hanging.isAlive())
                .as("it serves before the script has ended")
                .isTrue();
        assertThat(stage.reasons(successor)).contains(lost + ", active in epoch ", "is not fenced yet");

        await("the script to be ended").atMost(Stage.LIMIT).until(() -> !hanging.isAlive());
        Files.delete(calls.resolve("hang"));
        JsonNode done = awaitFencing(successor, "done");
        assertThat(done.path("tries").asInt()).isEqualTo(1);
        assertThat(done.path("why").asText()).contains("15.0 s");
        assertThat(calls(successor)).hasSize(2);
        stage.awaitState(client, batch, "success");

        stage.daemons().start(List.of(lost));
        stage.joined(lost);
    }

    /** Without proof nobody would dare to repeat it: {@link SparkCrashIT}. */
    @Test
    void whatWasBeingSubmittedIsRepeatedOnceWhoeverDidItIsFenced() throws IOException {
        String lost = stage.active();
        NodeClient survivor = stage.client(stage.others(lost).get(0));
        standIn.hold();
        NodeClient.Answer posted = survivor.post("/batches", standIn.request("before", "true"), Map.of());
        int batch = posted.json().path("id").asInt();
        await("spark-submit to run").atMost(Stage.LIMIT).until(() -> standIn.hasReached("before"));
        stage.killWithLauncher(lost);
        standIn.letGo();

        stage.awaitState(survivor, batch, "success");
        assertThat(stage.yarn().applicationsOf(batch)).hasSize(1);
        assertThat(standIn.runs())
                .filteredOn(run -> run.startsWith("begun " + batch + " "))
                .hasSize(2);

        stage.daemons().start(List.of(lost));
        stage.joined(lost);
    }

    /** Stopped, its daemon still listens; its launcher starts another one when it goes on. */
    @Test
    void sshfenceKillsADaemonThatStandsStill() throws Exception {
        assumeTrue(
                sshd.isPresent(),
                "this needs sshd, ssh-keygen and fuser; on Debian: apt-get install openssh-server psmisc");
        String lost = stage.active();
        long pid = stage.node(lost).pid().orElseThrow();
        Files.createFile(calls.resolve("fail"));
        stage.signal(lost, "STOP");
        try {
            String successor = stage.activeBut(lost);
            JsonNode done = awaitFencing(successor, "done");
            assertThat(done.path("by").asText()).isEqualTo("sshfence");
            assertThat(done.path("node").asText()).isEqualTo(lost);
            assertThat(calls(successor)).hasSize(1);
        } finally {
            stage.signal(lost, "CONT");
            Files.delete(calls.resolve("fail"));
        }
        await("another daemon of " + lost)
                .atMost(Stage.LIMIT)
                .until(() -> stage.node(lost).pid().orElse(pid) != pid);
        stage.joined(lost);
    }

    private static Optional<ProcessHandle> hanging() throws IOException {
        Path file = calls.resolve("hanging");
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip())
                        .filter(text -> !text.isEmpty())
                        .flatMap(text -> ProcessHandle.of(Long.parseLong(text)))
                : Optional.empty();
    }

    /** What the term in office says of the last fencing that it has to do, in that state. */
    private static JsonNode awaitFencing(String active, String state) {
        return await("a fencing that is " + state)
                .atMost(Stage.LIMIT)
                .until(
                        () -> fencing(active),
                        debt -> debt.path("state").asText().equals(state));
    }

    private static JsonNode fencing(String active) {
        return stage.term(active, stage.epoch(active)).path("fencing").path(0);
    }

    /** What the script has seen in the term in office. */
    private static List<Path> calls(String active) throws IOException {
        try (Stream<Path> files = Files.list(calls)) {
            return files.filter(file -> file.getFileName().toString().startsWith("call-" + stage.epoch(active) + "-"))
                    .toList();
        }
    }
}
