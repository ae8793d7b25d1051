package io.understudy.session.spark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.SessionId;
import io.understudy.session.SparkSubmission;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.service.SparkSubmitter.Ended;
import io.understudy.session.service.SparkSubmitter.Event;
import io.understudy.session.service.SparkSubmitter.NotStarted;
import io.understudy.session.service.SparkSubmitter.Wrote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SparkSubmitProcessesTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();

    @TempDir
    Path home;

    @Test
    void bothStreamsAndTheExitCodeAreTold() throws Exception {
        submit(script("echo one; echo two >&2; printf three; exit 7"), LONG);

        assertThat(lines()).containsExactly("one", "two", "three");
        assertThat(heard.take()).isEqualTo(new Ended("exited with code 7", OptionalInt.of(7)));
    }

    @Test
    void argumentsArriveUnharmed() throws Exception {
        submit(script("for arg; do echo \"<$arg>\"; done"), LONG, "two words", "", "$HOME", "a\"b'c\\", "--name=ü");

        assertThat(lines()).containsExactly("<two words>", "<>", "<$HOME>", "<a\"b'c\\>", "<--name=ü>");
    }

    @Test
    void theEnvironmentIsThatOfTheSettings() throws Exception {
        script("echo \"$SPARK_HOME|$HADOOP_CONF_DIR|$SPARK_SUBMIT_OPTS\"; cat");
        SparkSettings settings =
                new SparkSettings(home, Optional.of(Path.of("/etc/hadoop")), Optional.of("-Xmx64m"), LONG);
        SparkSubmitProcesses.open(Optional.of(settings)).start(submission(), heard::add);

        assertThat(lines()).containsExactly(home + "|/etc/hadoop|-Xmx64m");
    }

    @Test
    void aRunThatTakesTooLongIsKilled() throws Exception {
        submit(script("echo begun; exec sleep 1000"), Duration.ofSeconds(1));

        assertThat(lines()).containsExactly("begun");
        assertThat(heard.take())
                .isEqualTo(new Ended("was killed after 1 s (session.submit.timeout)", OptionalInt.empty()));
    }

    @Test
    void aRunIsKilledWithWhatItHasStarted() throws Exception {
        SparkSubmitter submitter = submit(script("sleep 1000 & echo $!; wait"), LONG);
        long child = Long.parseLong(((Wrote) heard.take()).lines().get(0));
        submitter.kill(submission());

        assertThat(heard.take()).isInstanceOf(Ended.class);
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(60, SECONDS);
        }
    }

    @Test
    void killingWhatHasEndedSaysNothing() throws Exception {
        SparkSubmitter submitter = submit(script("exit 0"), LONG);
        assertThat(heard.take()).isEqualTo(new Ended("exited with code 0", OptionalInt.of(0)));
        submitter.kill(submission());
        submitter.start(new SparkSubmission(new SessionId(8), 1, List.of()), heard::add);

        assertThat(heard.take()).isEqualTo(new Ended("exited with code 0", OptionalInt.of(0)));
        assertThat(heard).isEmpty();
    }

    @Test
    void muchOutputLosesNothing() throws Exception {
        submit(script("seq 1 200000"), LONG);

        List<String> lines = lines();
        assertThat(lines).hasSize(200_000).endsWith("199999", "200000");
    }

    @Test
    void aLineWithoutEndIsCutVisibly() throws Exception {
        submit(script("head -c 100000 /dev/zero | tr '\\0' x"), LONG);

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .hasSize(LineSplitter.LONGEST + " ... (cut)".length())
                        .endsWith("x ... (cut)"));
    }

    @Test
    void whatCannotBeStartedWasNeverTried() throws Exception {
        SparkSubmitter.NONE.start(submission(), heard::add);

        assertThat(heard.take()).isEqualTo(new NotStarted("session.spark.home is not set"));
    }

    @Test
    void aFolderWithoutTheProgramIsRefused() {
        SparkSettings settings = new SparkSettings(home, Optional.empty(), Optional.empty(), LONG);

        assertThatThrownBy(() -> SparkSubmitProcesses.open(Optional.of(settings)))
                .isInstanceOf(IOException.class)
                .hasMessage("session.spark.home is \"" + home + "\", but there is no program " + home
                        + "/bin/spark-submit; name the folder of a Spark installation");
    }

    /** What was written until the process ended; the end itself stays. */
    private List<String> lines() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (!(heard.peek() instanceof Ended)) {
            Event next = heard.take();
            if (next instanceof Wrote wrote) {
                lines.addAll(wrote.lines());
            } else {
                heard.add(next);
            }
        }
        return lines;
    }

    private SparkSubmitter submit(Path script, Duration deadline, String... arguments) throws IOException {
        assertThat(script).isExecutable();
        SparkSubmitter submitter = SparkSubmitProcesses.open(
                Optional.of(new SparkSettings(home, Optional.empty(), Optional.empty(), deadline)));
        submitter.start(new SparkSubmission(new SessionId(7), 1, List.of(arguments)), heard::add);
        return submitter;
    }

    private static SparkSubmission submission() {
        return new SparkSubmission(new SessionId(7), 1, List.of());
    }

    private Path script(String body) throws IOException {
        Path program = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(program, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
