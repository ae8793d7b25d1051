package io.understudy.session.yarn;

import static io.understudy.session.yarn.RealYarn.STORE_TAG;
import static io.understudy.session.yarn.RealYarn.answer;
import static io.understudy.session.yarn.RealYarn.command;
import static io.understudy.session.yarn.RealYarn.reply;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.Server;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Killed;
import io.understudy.session.service.Cluster.LogText;
import io.understudy.session.service.Cluster.Lookup;
import io.understudy.session.service.Cluster.Submitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on the real YARN, in good times and bad. */
@Timeout(300)
class YarnClusterIT {

    @TempDir
    private static Path dir = Path.of("replaced");

    private static RealYarn yarn = unset();

    @SuppressWarnings("NullAway") // Set before the first test.
    private static RealYarn unset() {
        return null;
    }

    @BeforeAll
    static void start() throws IOException {
        yarn = RealYarn.start(dir.resolve("a folder"));
    }

    @AfterAll
    static void stop() throws IOException {
        List<Long> pids = yarn.servers().pids();
        yarn.close();
        await().untilAsserted(() ->
                assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    }

    @Test
    void aCommandRunsWithItsArgumentsAndItsLogIsReadAfterwards() throws IOException {
        ApplicationId id =
                yarn.run("printf '%s|' \"$@\" \"$GREETING\"; echo; echo err >&2", "sh", "", " a  b ", "$HOME");
        ApplicationReport report = yarn.awaitEnd(id);
        assertThat(report.state()).isEqualTo(YarnState.FINISHED);
        assertThat(report.finalStatus()).isEqualTo(FinalStatus.SUCCEEDED);
        assertThat(report.diagnostics()).contains("Command exited with code 0");
        assertThat(report.tags()).contains(STORE_TAG, STORE_TAG + "-" + id.number() + "-abcd1234");
        assertThat(report.finished()).isPresent();
        assertThat(attempts(id)).isEqualTo(1);
        assertThat(yarn.awaitLog(report, false, LogText.Text::complete))
                .isEqualTo("| a  b |$HOME|grüß \"$HOME\"|\nerr\n");
    }

    @Test
    void aCommandRunsAsAUser() throws IOException {
        ApplicationId id = yarn.newApplication();
        CommandSubmission ofTheService = command(id, List.of("sh", "-c", "echo hello"));
        assertThat(yarn.submit(as("proxied", ofTheService))).isEqualTo(new Submitted.Accepted());

        ApplicationReport report = yarn.awaitEnd(id);
        assertThat(report.finalStatus()).isEqualTo(FinalStatus.SUCCEEDED);
        assertThat(report.drivers().get(0).user()).isEqualTo("proxied");
        assertThat(yarn.awaitLog(report, false, LogText.Text::complete)).isEqualTo("hello\n");
    }

    @Test
    void aUserWhomTheServiceMayNotRunAsIsRefused() throws IOException {
        UserGroupInformation stranger = UserGroupInformation.createRemoteUser("stranger");
        UserGroupInformation before = UserGroupInformation.getLoginUser();
        ApplicationId id = yarn.newApplication();
        UserGroupInformation.setLoginUser(stranger);
        try {
            Submitted refused = yarn.submit(as("proxied", command(id, List.of("true"))));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Submitted.Rejected.class,
                            rejected -> assertThat(rejected.why())
                                    .contains("stranger is not allowed to impersonate proxied"));
        } finally {
            UserGroupInformation.setLoginUser(before);
        }
        assertThat(yarn.find(id)).isEmpty();
    }

    private static CommandSubmission as(String user, CommandSubmission command) {
        return new CommandSubmission(
                command.application(),
                command.name(),
                command.tags(),
                command.command(),
                command.environment(),
                command.files(),
                command.archives(),
                command.queue(),
                command.memoryMb(),
                command.cores(),
                Optional.of(user));
    }

    @Test
    void anExitCodeIsTold() throws IOException {
        ApplicationReport report = yarn.awaitEnd(yarn.run("exit 3"));
        assertThat(report.state()).isEqualTo(YarnState.FINISHED);
        assertThat(report.finalStatus()).isEqualTo(FinalStatus.FAILED);
        assertThat(report.diagnostics().orElseThrow()).contains("Command exited with code 3");
        assertThat(attempts(report.id())).isEqualTo(1);
        assertThat(yarn.awaitLog(report, false, LogText.Text::complete)).isEmpty();
    }

    @Test
    void aKilledApplicationTakesItsCommandAlong() throws Exception {
        ApplicationId id = yarn.run("sleep 1000 & echo $!; wait");
        ApplicationReport running = awaitRunning(id);
        ProcessHandle child = process(firstLine(running));
        assertThat(kill(id)).isEqualTo(Killed.ORDERED);
        assertThat(yarn.awaitEnd(id).state()).isEqualTo(YarnState.KILLED);
        child.onExit().get(60, SECONDS);
        assertThat(kill(id)).isEqualTo(Killed.ORDERED);
        assertThat(kill(new ApplicationId(id.clusterTimestamp(), 9_999))).isEqualTo(Killed.NOT_FOUND);
    }

    @Test
    void aKilledApplicationMasterTakesItsCommandAlongAndIsNotStartedAgain() throws Exception {
        ApplicationId id = yarn.run("sleep 1000 & echo $PPID $!; wait");
        String[] pids = firstLine(awaitRunning(id)).split(" ", -1);
        ProcessHandle child = process(pids[1]);
        process(pids[0]).destroyForcibly();
        child.onExit().get(60, SECONDS);
        ApplicationReport report = yarn.awaitEnd(id);
        assertThat(report.state()).isEqualTo(YarnState.FAILED);
        assertThat(attempts(id)).isEqualTo(1);
    }

    @Test
    void theLogOfARunningCommandGrowsByWholeLines() throws IOException {
        Path go = dir.resolve("go");
        ApplicationId id =
                yarn.run("echo one; printf two; until [ -e '" + go + "' ]; do sleep 0.1; done; echo ' three'");
        ApplicationReport running = awaitRunning(id);
        assertThat(yarn.awaitLog(running, true, log -> log.text().contains("one")))
                .isEqualTo("one\n");
        Files.createFile(go);
        ApplicationReport ended = yarn.awaitEnd(id);
        assertThat(ended.drivers()).isEqualTo(running.drivers());
        assertThat(yarn.awaitLog(ended, false, LogText.Text::complete)).isEqualTo("one\ntwo three\n");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(yarn.log(ended, "nothing", false)).isInstanceOf(LogText.Never.class));
    }

    @Test
    void aCommandOutlivesTheResourceManager() throws IOException {
        Path go = dir.resolve("go-on");
        ApplicationId id =
                yarn.run("i=0; until [ -e '" + go + "' ]; do echo $i; i=$((i+1)); sleep 0.2; done; echo last");
        ApplicationReport before = awaitRunning(id);
        yarn.servers().kill(Server.RESOURCE_MANAGER);
        Answer<List<ApplicationReport>> away = reply(reply -> yarn.cluster().reports(STORE_TAG, reply));
        assertThat(away).isInstanceOf(Answer.Unreachable.class);
        CommandSubmission other = command(new ApplicationId(id.clusterTimestamp(), 4_711), List.of("true"));
        assertThat(yarn.submit(other)).isInstanceOf(Submitted.NotSent.class);

        yarn.servers().start(Server.RESOURCE_MANAGER);
        ApplicationReport after = awaitRunning(id);
        assertThat(after.drivers()).isEqualTo(before.drivers());
        assertThat(yarn.submit(other)).isEqualTo(new Submitted.Accepted());
        Files.createFile(go);
        ApplicationReport report = yarn.awaitEnd(id);
        assertThat(report.finalStatus()).as(report.toString()).isEqualTo(FinalStatus.SUCCEEDED);
        assertThat(attempts(id)).isEqualTo(1);
        List<String> lines =
                yarn.awaitLog(report, false, LogText.Text::complete).lines().toList();
        assertThat(lines).last().isEqualTo("last");
        assertThat(lines.subList(0, lines.size() - 1))
                .isEqualTo(IntStream.range(0, lines.size() - 1)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(yarn.awaitEnd(other.application()).finalStatus()).isEqualTo(FinalStatus.SUCCEEDED);
    }

    @Test
    void aCommandThatEndsWhileTheResourceManagerIsAwayIsReportedLater() throws IOException {
        Path go = dir.resolve("go-end");
        ApplicationId id = yarn.run("until [ -e '" + go + "' ]; do sleep 0.1; done; exit 5");
        awaitRunning(id);
        yarn.servers().kill(Server.RESOURCE_MANAGER);
        Files.createFile(go);
        yarn.servers().start(Server.RESOURCE_MANAGER);
        ApplicationReport report = yarn.awaitEnd(id);
        assertThat(report.finalStatus()).isEqualTo(FinalStatus.FAILED);
        assertThat(report.diagnostics().orElseThrow()).contains("Command exited with code 5");
        assertThat(attempts(id)).isEqualTo(1);
    }

    @Test
    void aSilentResourceManagerIsUnreachableAfterABoundedTime() throws IOException {
        yarn.servers().pause(Server.RESOURCE_MANAGER);
        try {
            Answer<ApplicationId> answer = reply(yarn.cluster()::newApplication);
            assertThat(answer).isInstanceOf(Answer.Unreachable.class);
        } finally {
            yarn.servers().resume(Server.RESOURCE_MANAGER);
        }
        assertThat(yarn.newApplication()).isNotNull();
    }

    @Test
    void theSameIdTwiceIsOneApplication() throws IOException {
        CommandSubmission submission = command(yarn.newApplication(), List.of("true"));
        assertThat(yarn.submit(submission)).isEqualTo(new Submitted.Accepted());
        assertThat(yarn.submit(submission)).isEqualTo(new Submitted.Accepted());
        yarn.awaitEnd(submission.application());
        assertThat(yarn.submit(submission)).isEqualTo(new Submitted.Accepted());
        assertThat(attempts(submission.application())).isEqualTo(1);
    }

    @Test
    void oneQueryReportsAllOfOneTag() {
        String tag = "understudy-00000001";
        CommandSubmission first = tagged(command(yarn.newApplication(), List.of("true")), Set.of(tag, "nightly"));
        CommandSubmission second = tagged(command(yarn.newApplication(), List.of("/nope")), Set.of(tag));
        assertThat(yarn.submit(first)).isEqualTo(new Submitted.Accepted());
        assertThat(yarn.submit(second)).isEqualTo(new Submitted.Accepted());
        yarn.awaitEnd(first.application());
        yarn.awaitEnd(second.application());
        List<ApplicationReport> reports = answer(reply -> yarn.cluster().reports(tag, reply));
        assertThat(reports)
                .extracting(ApplicationReport::id)
                .containsExactlyInAnyOrder(first.application(), second.application());
        assertThat(reports)
                .filteredOn(report -> report.id().equals(second.application()))
                .singleElement()
                .satisfies(report -> assertThat(report.diagnostics().orElseThrow())
                        .contains("Command could not be started: no such file: /nope"));
        assertThat(reports).allMatch(report -> !report.drivers().isEmpty());
    }

    @Test
    void filesAndArchivesLieInTheWorkingDirectory() throws IOException {
        Path file = Files.writeString(dir.resolve("data.txt"), "data");
        Path other = Files.writeString(dir.resolve("more.txt"), "more");
        Path archive = dir.resolve("archive.zip");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("inside"));
            zip.write("packed".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        CommandSubmission submission = withFiles(
                command(yarn.newApplication(), List.of("sh", "-c", "cat data.txt other.txt stuff/inside")),
                List.of(file.toUri().toString(), other + "#other.txt"),
                List.of(archive + "#stuff"));
        assertThat(yarn.submit(submission)).isEqualTo(new Submitted.Accepted());
        ApplicationReport report = yarn.awaitEnd(submission.application());
        assertThat(yarn.awaitLog(report, false, LogText.Text::complete)).isEqualTo("datamorepacked");
    }

    @Test
    void whatCannotRunIsRejectedWithAReason() {
        ApplicationId id = yarn.newApplication();
        CommandSubmission missing = withFiles(command(id, List.of("true")), List.of(dir + "/missing"), List.of());
        assertThat(yarn.submit(missing)).isEqualTo(new Submitted.Rejected("there is no file " + dir + "/missing."));
        CommandSubmission twice =
                withFiles(command(id, List.of("true")), List.of("/etc/hostname", "/etc/hosts#hostname"), List.of());
        assertThat(((Submitted.Rejected) yarn.submit(twice)).why()).contains("two files would be named 'hostname'");
        CommandSubmission large = new CommandSubmission(
                id, "large", Set.of(), List.of("true"), Map.of(), List.of(), List.of(), Optional.empty(), 1_000_000, 1);
        assertThat(((Submitted.Rejected) yarn.submit(large)).why()).contains("memory");
        assertThat(yarn.find(id)).isEmpty();
    }

    @Test
    void anUnknownIdIsNotFoundByTheResourceManagerThatSaysSo() {
        ApplicationId known = yarn.newApplication();
        Lookup lookup = answer((Consumer<Answer<Lookup>> reply) ->
                yarn.cluster().find(new ApplicationId(known.clusterTimestamp(), 99_999), reply));
        assertThat(lookup).isEqualTo(new Lookup.NotFound(Optional.of(known.clusterTimestamp())));
    }

    @Test
    void preparingUploadsTheJarOnceAndTellsOfOtherStores() throws IOException {
        assertThat(RealYarn.<List<String>>reply(reply -> yarn.cluster().prepare("aaaaaaaa", reply)))
                .isEmpty();
        assertThat(RealYarn.<List<String>>reply(reply -> yarn.cluster().prepare("aaaaaaaa", reply)))
                .isEmpty();
        try (YarnCluster other = yarn.cluster("other")) {
            assertThat(RealYarn.<List<String>>reply(reply -> other.prepare("bbbbbbbb", reply)))
                    .isEmpty();
        }
        try (YarnCluster same = yarn.cluster("test")) {
            assertThat(RealYarn.<List<String>>reply(reply -> same.prepare("bbbbbbbb", reply)))
                    .singleElement()
                    .asString()
                    .contains("Another store uses the cluster id test", "store-aaaaaaaa", "store-bbbbbbbb");
        }
        try (var files = Files.list(yarn.staging())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(".jar"))
                    .hasSize(1);
        }
    }

    @Test
    void theClusterIsNamedByItsIdNotByItsAddress() {
        assertThat(yarn.cluster().identity()).startsWith("local-");
    }

    private static Killed kill(ApplicationId id) {
        return answer(reply -> yarn.cluster().kill(id, reply));
    }

    private static ApplicationReport awaitRunning(ApplicationId id) {
        return yarn.awaitReport(
                id,
                report ->
                        report.state() == YarnState.RUNNING && !report.drivers().isEmpty());
    }

    private static String firstLine(ApplicationReport running) {
        return yarn.awaitLog(running, true, log -> !log.text().isEmpty())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static int attempts(ApplicationId id) throws IOException {
        return yarn.rest("/ws/v1/cluster/apps/" + id + "/appattempts").split("\"appAttemptId\"", -1).length - 1;
    }

    private static CommandSubmission tagged(CommandSubmission submission, Set<String> tags) {
        return new CommandSubmission(
                submission.application(),
                submission.name(),
                tags,
                submission.command(),
                submission.environment(),
                submission.files(),
                submission.archives(),
                submission.queue(),
                submission.memoryMb(),
                submission.cores());
    }

    private static CommandSubmission withFiles(
            CommandSubmission submission, List<String> files, List<String> archives) {
        return new CommandSubmission(
                submission.application(),
                submission.name(),
                submission.tags(),
                submission.command(),
                submission.environment(),
                files,
                archives,
                submission.queue(),
                submission.memoryMb(),
                submission.cores());
    }
}
