package io.understudy.ha.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.zookeeper.Tickets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with its child: starts, restarts, signals, exit codes, and what it leaves behind. */
final class LauncherTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    private final List<Process> launched = new ArrayList<>();

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(
                dir.resolve("ha-site.xml"),
                "<configuration><property><name>ha.node.id</name><value>n2</value></property>"
                        + "<property><name>ha.state.dir</name><value>" + dir.resolve("state")
                        + "</value></property></configuration>");
        Files.writeString(dir.resolve("cluster.json"), """
                {"zookeeper":"127.0.0.1:2181","nodes":[
                 {"id":"n1","http":"http://127.0.0.1:8998","rpc":null,"pid":17,"launcherPid":16,"log":"a \\"b\\""},
                 {"id":"n2","http":"http://127.0.0.1:8999","rpc":null,"pid":null,"launcherPid":null,"log":"l"}]}
                """);
    }

    @AfterEach
    void endAll() throws IOException {
        for (Process process : launched) {
            process.destroyForcibly();
        }
        for (String file : List.of("starts", "children")) {
            pids(file).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    void aDaemonThatDiesIsStartedAgain() throws Exception {
        Process launcher = run("3", "serve");
        awaitStarts(2);

        ProcessHandle second = ProcessHandle.of(pids("starts").get(1)).orElseThrow();
        second.destroyForcibly();
        awaitStarts(3);

        assertThat(launcher.isAlive()).isTrue();
        assertThat(pids("starts")).doesNotHaveDuplicates();
    }

    @Test
    void aDaemonThatFallsSilentIsKilledAndStartedAgain() throws Exception {
        run("silent", "serve");
        awaitStarts(2);

        assertThat(ProcessHandle.of(pids("starts").get(0))).isEmpty();
        assertThat(dir.resolve("ends")).doesNotExist();
    }

    @Test
    void whatADeadDaemonStartedIsEndedBeforeTheNextOneStarts() throws Exception {
        run("serve");
        awaitUp();

        ProcessHandle.of(pids("starts").get(0)).orElseThrow().destroyForcibly();
        awaitStarts(2);

        assertThat(isAlive(pids("children").get(0))).isFalse();
        assertThat(isAlive(pids("children").get(1))).isTrue();
    }

    @Test
    void theSessionsOfADeadDaemonEndAndAGraveSaysThatItIsDead() throws Exception {
        try (TestingZooKeeper server = TestingZooKeeper.start()) {
            ZooKeeper session = server.connect();
            session.create("/lock", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            Custody custody = new Custody(
                    server.connectString(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(new Custody.Right(ZooDefs.Perms.ALL, "world", "anyone")),
                    "/grave",
                    "{}",
                    List.of(Tickets.of(session)));
            Files.writeString(dir.resolve("custody"), custody.toJson());
            run("serve", "78");
            await().atMost(LIMIT).until(() -> !pids("kept").isEmpty());

            ProcessHandle.of(pids("starts").get(0)).orElseThrow().destroyForcibly();

            await().atMost(LIMIT).until(() -> server.client().exists("/lock", false) == null);
            assertThat(server.client().exists("/grave", false)).isNotNull();
            assertThat(pids("starts")).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aWrongConfigurationIsPassedOnAtOnce() throws Exception {
        Process launcher = run("78", "serve");

        assertThat(exitCode(launcher)).isEqualTo(78);
        assertThat(pids("starts")).hasSize(1);
        assertThat(errors(launcher)).contains("the played daemon ends with 78");
    }

    @Test
    void aSignalAndTheExitCodeArePassedOn() throws Exception {
        Process launcher = run("serve");
        awaitUp();

        launcher.destroy();

        assertThat(exitCode(launcher)).isEqualTo(42);
        assertThat(pids("ends")).isEqualTo(pids("starts"));
    }

    @Test
    void theChildIsGoneWhenItsLauncherIsKilled() throws Exception {
        Process launcher = run("serve");
        awaitUp();
        ProcessHandle daemon = ProcessHandle.of(pids("starts").get(0)).orElseThrow();

        launcher.destroyForcibly();

        daemon.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(dir.resolve("ends")).doesNotExist();
    }

    @Test
    void theClusterFileTellsWhichProcessesThereAre() throws Exception {
        Process launcher = run("serve");
        awaitUp();
        assertThat(entry("n2").path("pid").asLong()).isEqualTo(pids("starts").get(0));
        assertThat(entry("n2").path("launcherPid").asLong()).isEqualTo(launcher.pid());

        launcher.destroy();
        exitCode(launcher);

        assertThat(entry("n2").path("pid").isNull()).isTrue();
        assertThat(entry("n2").path("launcherPid").isNull()).isTrue();
        assertThat(entry("n1").path("pid").asLong()).isEqualTo(17);
        assertThat(entry("n1").path("log").asText()).isEqualTo("a \"b\"");
        assertThat(entry("n1").path("rpc").isNull()).isTrue();
        assertThat(dir.toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void aDaemonInTheBackgroundIsStartedOnceAndStopped() throws Exception {
        script("serve");
        Process start = launch("start");
        assertThat(exitCode(start)).as(errors(start)).isZero();
        assertThat(output(start)).contains("n2 is up", "ha-daemon.log");
        assertThat(exitCode(launch("start"))).isZero();
        assertThat(pids("starts")).hasSize(1);
        assertThat(exitCode(launch("status"))).isZero();

        assertThat(exitCode(launch("stop"))).isZero();

        assertThat(pids("ends")).isEqualTo(pids("starts"));
        assertThat(exitCode(launch("status"))).isEqualTo(Background.NOT_RUNNING);
        assertThat(exitCode(launch("stop"))).isZero();
    }

    @Test
    void aDaemonThatDoesNotStartSaysWhy() throws Exception {
        script("78");
        Process start = launch("start");

        assertThat(exitCode(start)).isEqualTo(78);
        assertThat(errors(start)).contains("the played daemon ends with 78").contains("n2 did not start");
    }

    @Test
    void nonsenseIsAnsweredWithTheUsage() throws Exception {
        script("serve");
        Process launcher = launch("fly");

        assertThat(exitCode(launcher)).isEqualTo(2);
        assertThat(errors(launcher)).contains("there is no verb fly", "usage:").doesNotContain("Exception");
    }

    /** A zombie that nobody has buried is dead, too. */
    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).isPresent()
                && !ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().command())
                        .isEmpty();
    }

    private Process run(String... script) throws IOException {
        script(script);
        return launch("run", "--cluster-json", dir.resolve("cluster.json").toString());
    }

    private void script(String... words) throws IOException {
        Files.write(dir.resolve("script"), List.of(words));
    }

    private Process launch(String verb, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dunderstudy.main=" + PlayedDaemon.class.getName(),
                "-Dunderstudy.class.path=" + place(PlayedDaemon.class) + ":" + place(LauncherMain.class),
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-cp",
                System.getProperty("java.class.path"),
                LauncherMain.class.getName(),
                verb));
        if (!verb.equals("fly")) {
            command.addAll(List.of("--conf", dir.toString()));
        }
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("UNDERSTUDY_LOG_DIR", dir.resolve("logs").toString());
        builder.environment().remove("UNDERSTUDY_CLUSTER_JSON");
        Process process = builder.start();
        launched.add(process);
        return process;
    }

    private static String place(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String errors(Process process) throws IOException {
        return process.isAlive() ? "" : new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void awaitStarts(int count) {
        await().atMost(LIMIT).until(() -> pids("starts").size() >= count);
    }

    /** Waits until the only daemon has told the launcher about itself. */
    private void awaitUp() {
        awaitStarts(1);
        await().atMost(LIMIT)
                .until(() -> entry("n2").path("pid").asLong() == pids("starts").get(0));
    }

    private List<Long> pids(String file) {
        Path path = dir.resolve(file);
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode entry(String id) {
        try {
            for (JsonNode node :
                    JSON.readTree(dir.resolve("cluster.json").toFile()).path("nodes")) {
                if (node.path("id").asText().equals(id)) {
                    return node;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no node " + id);
    }
}
