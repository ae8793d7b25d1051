package io.understudy.session.service;

import static io.understudy.session.testing.Samples.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.CommandSubmission;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.Lookup;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.Samples;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of a Spark batch: its submission's output, then what its attempts write, through any number of takeovers. */
final class SparkLogsTest {

    private static final List<String> HEADERS = List.of("stdout: ", "\nstderr: ", "\nYARN Diagnostics: ");
    private static final SessionId ID = new SessionId(7);
    private static final long ROOM = ServiceSettings.DEFAULT.logCacheChars();

    private final VirtualTime time = new VirtualTime();
    private final InMemoryStore store = new InMemoryStore(new StoreIdentity(World.STORE), time.clock());
    private final FakeCluster cluster = new FakeCluster(task -> time.after(Duration.ZERO, task), time.clock());
    private LogProcess process = new LogProcess(time, store, cluster, ROOM);

    @Test
    void theBlocksOfABatchInTheirOrder() {
        create("spark");
        assertThat(read()).isEqualTo(HEADERS);
        submit("Submitting\n");
        runs();
        cluster.writeError(APPLICATION, "INFO one\nINFO tw");
        cluster.write(APPLICATION, "Pi\n");
        assertThat(read()).isEqualTo(with("stdout: ", "Submitting", "\nstderr: ", "INFO one"));

        ends(FinalStatus.SUCCEEDED, "done");
        assertThat(read())
                .isEqualTo(with(
                        "stdout: ",
                        "Submitting",
                        "\nstderr: ",
                        "INFO one",
                        "INFO tw",
                        "stdout: ",
                        "Pi",
                        "\nYARN Diagnostics: ",
                        "done"));
        assertThat(process.logs.of(process.session(ID)).log())
                .containsExactly(
                        "\nYARN Diagnostics: ",
                        "stdout: ",
                        "Submitting",
                        "\nstderr: ",
                        "INFO one",
                        "INFO tw",
                        "stdout: ",
                        "Pi",
                        "\nYARN Diagnostics: ",
                        "done");
    }

    @Test
    void aLaterAttemptComesBehindTheEarlierOneOnceThatCanBeRead() {
        create("spark");
        submit("Submitting\n");
        runs();
        cluster.writeError(APPLICATION, "boom\n");
        cluster.tryAgain(APPLICATION);
        cluster.writeError(APPLICATION, "again\n");
        observe();
        assertThat(read()).isEqualTo(with("stdout: ", "Submitting", "\nstderr: ", "boom"));

        ends(FinalStatus.FAILED, "twice");
        List<String> all = with(
                "stdout: ",
                "Submitting",
                "\nstderr: ",
                "boom",
                "stdout: ",
                "\nstderr: ",
                "again",
                "stdout: ",
                "\nYARN Diagnostics: ",
                "twice");
        assertThat(read()).isEqualTo(all);
        takeOver();
        assertThat(read()).isEqualTo(all);
    }

    @Test
    void onlyWhatIsDurableOfTheSubmissionIsShown() {
        create("spark");
        process.outputs.written(ID, 1, "one\ntwo\n");
        assertThat(read()).isEqualTo(HEADERS);
        time.run(Duration.ofSeconds(5));
        assertThat(read()).isEqualTo(with("stdout: ", "one", "two"));
        assertThat(process.logs.of(process.session(ID)).log()).isEqualTo(with("stdout: ", "one", "two"));
        process.outputs.written(ID, 1, "three\n");
        takeOver();

        assertThat(read()).isEqualTo(with("stdout: ", "one", "two"));
    }

    @Test
    void aSubmissionThatATakeoverCutOffIsClosedBeforeAnythingElseIsShown() {
        create("spark");
        process.outputs.written(ID, 1, "one\n");
        time.run(Duration.ofSeconds(5));
        takeOver();
        runs();
        cluster.writeError(APPLICATION, "INFO\n");
        List<String> all = with(
                "stdout: ",
                "one",
                "(no more of the submission's output was kept: the service went on in another process)",
                "\nstderr: ",
                "INFO");
        assertThat(read()).isEqualTo(all);
        takeOver();
        assertThat(read()).isEqualTo(all);
    }

    @Test
    void whileTheSubmissionGoesOnNothingElseIsShown() {
        create("spark");
        process.outputs.written(ID, 1, "one\n");
        runs();
        cluster.writeError(APPLICATION, "INFO\n");
        time.run(Duration.ofSeconds(5));
        assertThat(read()).isEqualTo(with("stdout: ", "one"));

        process.outputs.ended(ID, 1, Optional.empty());
        assertThat(read()).isEqualTo(with("stdout: ", "one", "\nstderr: ", "INFO"));
    }

    @Test
    void aSubmissionThatFailedSaysSo() {
        create("spark");
        submit("Exception in thread \"main\"\n");
        process.change(ID, session -> session.rejected("spark-submit ended with code 1", stamp()));
        int calls = cluster.calls();

        assertThat(read())
                .isEqualTo(with(
                        "stdout: ",
                        "Exception in thread \"main\"",
                        "\nYARN Diagnostics: ",
                        "spark-submit ended with code 1"));
        assertThat(cluster.calls()).isEqualTo(calls);
    }

    @Test
    void aBatchThatWasGivenUpAndTurnsUpGoesOnBehindWhatWasSaid() {
        for (String kind : List.of("spark", "command")) {
            SparkLogsTest other = new SparkLogsTest();
            other.create(kind);
            other.submit("Submitting\n");
            other.process.change(ID, session -> session.givenUp(other.stamp()));
            List<String> given = other.read();
            assertThat(given).endsWith("submission outcome unknown, not repeated");
            other.runs();
            other.cluster.write(APPLICATION, "out\n");
            other.cluster.writeError(APPLICATION, "err\n");
            assertThat(other.read()).startsWith(given.toArray(String[]::new)).hasSizeGreaterThan(given.size() + 1);
            other.ends(FinalStatus.SUCCEEDED, "done");
            other.takeOver();
            assertThat(other.read()).startsWith(given.toArray(String[]::new)).endsWith("done");
        }
    }

    @Test
    void aBatchThatAnotherServiceSubmittedSaysSo() {
        create("spark");
        process.change(
                ID,
                session -> new Session(
                        session.id(),
                        session.order(),
                        session.tag(),
                        Optional.empty(),
                        session.application(),
                        session.state(),
                        session.ending(),
                        session.history(),
                        session.times(),
                        session.diagnostics()));
        runs();
        cluster.writeError(APPLICATION, "INFO\n");

        assertThat(read())
                .isEqualTo(with(
                        "stdout: ",
                        "(the batch was not submitted from here; what its submission wrote is not known)",
                        "\nstderr: ",
                        "INFO"));
    }

    @Test
    void readersWaitForLogsThatAreBeingCollected() {
        create("spark");
        submit("");
        runs();
        cluster.writeError(APPLICATION, "INFO\n");
        List<String> before = read();
        ends(FinalStatus.SUCCEEDED, "done");
        cluster.collectLogs(APPLICATION, false);
        takeOver();
        assertThat(process.lines(ID)).isEmpty();

        time.after(Duration.ofSeconds(4), () -> cluster.collectLogs(APPLICATION, true));
        assertThat(readPatiently()).startsWith(before.toArray(String[]::new)).endsWith("done");
    }

    @Test
    void readersDoNotWaitForEver() {
        create("spark");
        submit("Submitting\n");
        runs();
        ends(FinalStatus.SUCCEEDED, "done");
        cluster.collectLogs(APPLICATION, false);
        takeOver();
        assertThat(readPatiently()).isEqualTo(with("stdout: ", "Submitting"));

        time.run(Duration.ofMinutes(2));
        assertThat(process.lines(ID)).isPresent();
    }

    @Test
    void whatIsTooLongIsCutAtTheSamePlaceEverywhere() {
        process = new LogProcess(time, store, cluster, 4000);
        create("spark");
        submit("Submitting\n");
        runs();
        cluster.writeError(APPLICATION, "0123456789\n".repeat(100));
        List<String> before = read();
        assertThat(before).hasSize(5 + 1 + 100);
        cluster.writeError(APPLICATION, "0123456789\n".repeat(10_000));
        pause();
        List<String> cut = read();
        assertThat(cut).startsWith(before.toArray(String[]::new));
        assertThat(cut.get(cut.size() - 1)).startsWith("(cut here: ");

        ends(FinalStatus.SUCCEEDED, "done");
        process = new LogProcess(time, store, cluster, 4000);
        assertThat(read())
                .startsWith(cut.toArray(String[]::new))
                .hasSize(cut.size() + 3)
                .endsWith("\nYARN Diagnostics: ", "done");
    }

    /** Whatever happens in whatever order: what was shown once stays as it was, and more comes behind it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theArrayOnlyGrows(long seed) {
        Random random = new Random(seed);
        create(random.nextInt(4) == 0 ? "command" : "spark");
        List<String> seen = read();
        for (int step = 0; step < 300; step++) {
            happen(random);
            if (random.nextInt(3) == 0) {
                List<String> now = readPatiently();
                assertGrown(seen, now, "seed %d, step %d".formatted(seed, step));
                seen = now;
            }
        }
        cluster.run(APPLICATION);
        ends(FinalStatus.SUCCEEDED, "done");
        List<String> last = readPatiently();
        assertGrown(seen, last, "seed %d, the end".formatted(seed));
        assertThat(last).as("seed %d", seed).contains("\nYARN Diagnostics: ");
    }

    private static void assertGrown(List<String> before, List<String> now, String when) {
        int common = 0;
        while (common < Math.min(before.size(), now.size())
                && before.get(common).equals(now.get(common))) {
            common++;
        }
        assertThat(common)
                .as(
                        "%s: lines that stayed; then %s became %s",
                        when,
                        before.subList(common, Math.min(common + 5, before.size())),
                        now.subList(common, Math.min(common + 5, now.size())))
                .isEqualTo(before.size());
    }

    private void happen(Random random) {
        String text = ("line " + random.nextInt(100) + "\n\n half").substring(random.nextInt(4));
        int attempt = process.session(ID).attempt().orElseThrow().number();
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> process.outputs.written(ID, attempt, text.repeat(1 + random.nextInt(300)));
            case 3 -> process.outputs.ended(ID, attempt, Optional.of("end"));
            case 4 -> cluster.run(APPLICATION);
            case 5, 6 -> cluster.writeError(APPLICATION, text);
            case 7 -> cluster.write(APPLICATION, text);
            case 8 -> tryAgain(random);
            case 9 -> endSometimes(random);
            case 10, 11 -> observe();
            case 12 -> takeOver();
            case 13 -> process.change(ID, session -> doubtful(session, random));
            default -> time.run(Duration.ofMillis(random.nextInt(6_000)));
        }
    }

    private void tryAgain(Random random) {
        if (random.nextInt(3) == 0) {
            cluster.tryAgain(APPLICATION);
        }
    }

    /** Its logs are collected some seconds later. */
    private void endSometimes(Random random) {
        if (random.nextInt(8) == 0 && !cluster.application(APPLICATION).state().isFinal()) {
            cluster.collectLogs(APPLICATION, false);
            cluster.finish(APPLICATION, FinalStatus.FAILED, "exit code 1\nbye");
            time.after(Duration.ofMillis(random.nextInt(8_000)), () -> cluster.collectLogs(APPLICATION, true));
        }
    }

    private Session doubtful(Session session, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> session.givenUp(stamp());
            case 1 -> session.rejected("no such queue", stamp());
            default -> session.missing(Duration.ZERO, stamp());
        };
    }

    /** A session whose application YARN has accepted, though nobody has seen it yet. */
    private void create(String kind) {
        Order order = Samples.order(
                "k",
                Samples.request(
                        kind.equals("spark")
                                ? Map.of("file", "/job.jar")
                                : Map.of("kind", "command", "command", List.of("true"))));
        SessionTag tag = new SessionTag("0123abcd", ID, "random00");
        process.create(Session.requested(ID, order, tag, stamp()).submitting(Optional.of(APPLICATION), "i1", stamp()));
        cluster.submit(
                new CommandSubmission(
                        APPLICATION,
                        "batch",
                        Set.of(tag.toString()),
                        List.of("true"),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        1),
                submitted -> {});
        process.settle();
    }

    private void submit(String output) {
        process.outputs.written(ID, 1, output);
        process.outputs.ended(ID, 1, Optional.empty());
        process.settle();
    }

    private void runs() {
        cluster.run(APPLICATION);
        observe();
    }

    private void ends(FinalStatus status, String diagnostics) {
        cluster.finish(APPLICATION, status, diagnostics);
        observe();
        pause();
    }

    private void observe() {
        cluster.find(APPLICATION, answer -> {
            if (answer instanceof Answer.Of<Lookup> of && of.value() instanceof Lookup.Known known) {
                process.change(ID, session -> session.observe(known.report(), stamp()));
            }
        });
        process.settle();
        process.settle();
    }

    private void takeOver() {
        process = new LogProcess(time, store, cluster, ROOM);
    }

    private List<String> read() {
        pause();
        return process.lines(ID).orElseThrow();
    }

    /** Reads as a client that has time. */
    private List<String> readPatiently() {
        List<List<String>> read = new ArrayList<>();
        process.readLines(ID, read::add);
        time.run(Duration.ofSeconds(12));
        return read.get(0);
    }

    /** What was read lately is not asked for again. */
    private void pause() {
        time.run(Duration.ofSeconds(1));
    }

    private Stamp stamp() {
        return new Stamp(time.now(), "n1", new Epoch(1));
    }

    private static List<String> with(String... lines) {
        List<String> all = new ArrayList<>(HEADERS);
        all.addAll(List.of(lines));
        return all;
    }
}
