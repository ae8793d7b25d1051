package io.understudy.ha.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher under systemd, played by a socket that notes what it is told; and our unit, as systemd reads it. */
final class SystemdTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String LISTENER = """
            use Socket;
            socket(S, PF_UNIX, SOCK_DGRAM, 0) or die $!;
            bind(S, sockaddr_un($ARGV[0])) or die $!;
            $| = 1;
            print "listening\\n";
            while (defined recv(S, $message, 65536, 0)) { print "$message\\n" }
            """;

    @TempDir
    private Path dir;

    private final List<Process> started = new ArrayList<>();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void endAll() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void hearsThatTheDaemonIsUpThatItGoesOnAndThatItStops() throws Exception {
        assumeThat(isInstalled("systemd-notify") && isInstalled("perl"))
                .as("systemd-notify and perl are installed")
                .isTrue();
        Path socket = dir.resolve("notify");
        listen(socket);
        Process launcher = launch(Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "200000"));

        await().atMost(LIMIT).until(() -> told.contains("READY=1"));
        assertThat(told).anyMatch(line -> line.matches("STATUS=n2 is up, pid [0-9]+"));
        await().atMost(LIMIT).until(() -> Collections.frequency(told, "WATCHDOG=1") > 3);

        launcher.destroy();
        await().atMost(LIMIT).until(() -> told.contains("STOPPING=1"));
        assertThat(launcher.waitFor()).isEqualTo(42);
    }

    @Test
    void hearsNothingWhereItDidNotAsk() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Systemd none =
                Systemd.of(Map.of("WATCHDOG_USEC", "nonsense"), new PrintStream(err, true, StandardCharsets.UTF_8));
        none.ready("up");
        none.beat();
        none.stopping();

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void ourUnitIsOneThatItTakes() throws Exception {
        assumeThat(isInstalled("systemd-analyze"))
                .as("systemd-analyze is installed")
                .isTrue();
        String unit = Files.readString(ROOT.resolve("conf/systemd/understudy.service"));
        assertThat(unit).contains("ExecStart=/opt/understudy/bin/ha-daemon run", "KillMode=mixed", "Type=notify");
        Path copy = dir.resolve("understudy.service");
        Files.writeString(copy, unit.replace("/opt/understudy", ROOT.toString()));

        Process analysis = new ProcessBuilder("systemd-analyze", "verify", copy.toString())
                .redirectErrorStream(true)
                .start();
        started.add(analysis);

        String words = new String(analysis.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(words).isEmpty();
        assertThat(analysis.waitFor()).isZero();
    }

    private void listen(Path socket) throws IOException {
        Process listener = new ProcessBuilder("perl", "-e", LISTENER, socket.toString()).start();
        started.add(listener);
        Thread reader = new Thread(
                () -> new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))
                        .lines()
                        .forEach(told::add));
        reader.setDaemon(true);
        reader.start();
        await().atMost(LIMIT).until(() -> told.contains("listening"));
    }

    private Process launch(Map<String, String> environment) throws IOException {
        Files.writeString(
                dir.resolve("ha-site.xml"),
                "<configuration><property><name>ha.node.id</name><value>n2</value></property></configuration>");
        Files.write(dir.resolve("script"), List.of("serve"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dunderstudy.main=" + PlayedDaemon.class.getName(),
                "-Dunderstudy.class.path=" + System.getProperty("java.class.path"),
                "-cp",
                System.getProperty("java.class.path"),
                LauncherMain.class.getName(),
                "run",
                "--conf",
                dir.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
