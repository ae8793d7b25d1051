package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.LogPage;
import io.understudy.session.SessionId;
import io.understudy.session.service.KnownLog.Place;
import io.understudy.session.testing.FakeCluster.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class LogsTest {

    private static final List<String> HEADERS = List.of("stdout: ", "\nstderr: ", "\nYARN Diagnostics: ");

    private final World world = new World();
    private final SessionId id = world.created("k").id();

    @Test
    void whoMayNotReadItHearsNothingOfIt() {
        run();
        world.cluster.write(app(), "one\n");
        World.Answer<Sessions.LogReading> answer = world.asked(reply -> world.node
                .sessions()
                .log(id.toString(), OptionalInt.empty(), OptionalInt.empty(), session -> false, reply));

        assertThat(answer.result()).isEqualTo(new Sessions.Forbidden());
        assertThat(world.view(id).log()).as("YARN was not asked").isEqualTo(HEADERS);
    }

    @Test
    void beforeItRunsThereAreTheHeaders() {
        assertThat(world.log(id)).isEqualTo(HEADERS);
        assertThat(world.view(id).log()).isEqualTo(HEADERS);
    }

    @Test
    void whileItRunsOnlyWholeLinesAreShown() {
        run();
        world.cluster.write(app(), "one\ntwo\nthr");
        assertThat(world.log(id)).isEqualTo(with("stdout: ", "one", "two"));

        world.cluster.write(app(), "ee\n");
        world.settle();
        assertThat(world.log(id)).isEqualTo(with("stdout: ", "one", "two", "three"));
    }

    @Test
    void afterItsEndEverythingIsShown() {
        run();
        world.cluster.write(app(), "one\n\ntwo");
        finish("exit code 0\nbye");

        assertThat(world.log(id))
                .isEqualTo(with("stdout: ", "one", "", "two", "\nYARN Diagnostics: ", "exit code 0", "bye"));
    }

    @Test
    void theArrayOnlyGrows() {
        List<List<String>> seen = new ArrayList<>();
        seen.add(world.log(id));
        run();
        for (int i = 0; i < 5; i++) {
            seen.add(world.log(id));
            world.cluster.write(app(), "line " + i + "\nhalf");
            world.settle();
        }
        finish("");
        seen.add(world.log(id));

        for (int i = 1; i < seen.size(); i++) {
            List<String> before = seen.get(i - 1);
            assertThat(seen.get(i).subList(0, before.size())).isEqualTo(before);
        }
        assertThat(seen.get(seen.size() - 1)).hasSizeGreaterThan(8);
    }

    @Test
    void withoutYarnWhatWasSeenIsShown() {
        run();
        world.cluster.write(app(), "one\n");
        world.log(id);
        world.cluster.goDown();
        world.settle();

        assertThat(world.log(id)).isEqualTo(with("stdout: ", "one"));
        assertThat(world.view(id).log()).isEqualTo(with("stdout: ", "one"));
    }

    @Test
    void whatCannotBeHadYetEndsTheArray() {
        run();
        finish("exit code 0");
        world.cluster.goDown();

        world.pass(Duration.ofMinutes(2));
        assertThat(world.log(id)).isEqualTo(HEADERS);
        assertThat(world.view(id).log()).isEqualTo(with("\nYARN Diagnostics: ", "exit code 0"));
        world.cluster.restart();
        world.settle();
        assertThat(world.log(id)).isEqualTo(with("stdout: ", "\nYARN Diagnostics: ", "exit code 0"));
    }

    @Test
    void whatWillNeverBeHadSaysWhy() {
        run();
        finish("exit code 0");
        world.cluster.forget(app());

        assertThat(world.log(id))
                .isEqualTo(with("stdout: ", "(the logs were deleted)", "\nYARN Diagnostics: ", "exit code 0"));
    }

    @Test
    void aBatchWithoutAContainerSaysSo() {
        world.cluster.forecast(Weather.REJECTED);
        SessionId rejected = world.created("k2").id();
        world.settle();

        assertThat(world.log(rejected))
                .isEqualTo(with(
                        "stdout: ",
                        "(the batch has no container of which an output could be read)",
                        "\nYARN Diagnostics: ",
                        "unknown queue"));
    }

    @Test
    void aShortBatchWhoseContainerWasNeverSeenIsAskedForIt() {
        world.settle();
        world.cluster.run(app());
        world.cluster.write(app(), "quick\n");
        finish("exit code 0");

        assertThat(world.log(id)).contains("quick");
    }

    @Test
    void pagingDoesNotAskYarnForEachPage() {
        run();
        world.cluster.write(app(), "x\n".repeat(1000));
        world.log(id);
        int calls = world.cluster.calls();
        for (int from = 0; from < 1000; from += 100) {
            assertThat(page(from).lines()).hasSize(100);
        }
        assertThat(world.cluster.calls()).isEqualTo(calls);
        assertThat(page(1004)).isEqualTo(new LogPage(1004, 1004, List.of()));
    }

    @Test
    void whereThereIsNothingYetYarnIsNotAskedForEachPageEither() {
        world.settle();
        world.log(id);
        int calls = world.cluster.calls();
        for (int i = 0; i < 10; i++) {
            assertThat(world.log(id)).isEqualTo(HEADERS);
        }

        assertThat(world.cluster.calls()).isEqualTo(calls);
    }

    @Test
    void whatHasEndedIsAskedForOnce() {
        run();
        world.cluster.write(app(), "one\n");
        finish("");
        List<String> first = world.log(id);
        world.cluster.forget(app());
        world.pass(Duration.ofMinutes(10));

        assertThat(world.log(id)).isEqualTo(first);
    }

    @Test
    void readersAtOnceAskOnce() {
        run();
        world.cluster.write(app(), "one\n");
        world.settle();
        int calls = world.cluster.calls();
        List<Object> pages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            world.node
                    .sessions()
                    .log(
                            id.toString(),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            session -> true,
                            reply -> pages.add(reply.result()));
        }
        world.pass(Duration.ofMillis(1));

        assertThat(pages).hasSize(20).containsOnly(pages.get(0));
        assertThat(world.cluster.calls()).isEqualTo(calls + 1);
    }

    @Test
    void aViewShowsTheLastTenLinesInMemory() {
        run();
        world.cluster.write(app(), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n");
        world.log(id);
        assertThat(world.view(id).log()).containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11", "12");

        finish("exit code 0");
        assertThat(world.view(id).log())
                .containsExactly("5", "6", "7", "8", "9", "10", "11", "12", "\nYARN Diagnostics: ", "exit code 0");
    }

    @Test
    void memoryForLogsIsBounded() {
        LogCache cache = new LogCache(1100);
        for (int i = 0; i < 50; i++) {
            put(cache, i, 200);
        }

        assertThat(cache.get(new SessionId(49))).isPresent();
        assertThat(cache.get(new SessionId(46))).isPresent();
        assertThat(cache.get(new SessionId(45))).isEmpty();
        cache.get(new SessionId(46));
        put(cache, 50, 200);
        assertThat(cache.get(new SessionId(46))).isPresent();
        assertThat(cache.get(new SessionId(47))).isEmpty();
        put(cache, 51, 2000);
        assertThat(cache.get(new SessionId(51))).isEmpty();
        put(cache, 52, 1000);
        assertThat(cache.get(new SessionId(52))).isPresent();
    }

    private static void put(LogCache cache, int id, int chars) {
        Output output = Output.of("x".repeat(chars - 1) + "\n", true);
        cache.put(new SessionId(id), KnownLog.NOTHING.with(new Place("c", "stdout"), output), OptionalLong.empty());
    }

    private LogPage page(int from) {
        return ((Sessions.Lines)
                        world.log(id, OptionalInt.of(from), OptionalInt.of(100)).result())
                .page();
    }

    private ApplicationId app() {
        return world.application(id);
    }

    private void run() {
        world.settle();
        world.cluster.run(app());
        world.settle();
    }

    private void finish(String diagnostics) {
        world.cluster.finish(app(), FinalStatus.SUCCEEDED, diagnostics);
        world.settle();
    }

    private static List<String> with(String... lines) {
        List<String> all = new ArrayList<>(HEADERS);
        all.addAll(List.of(lines));
        return all;
    }
}
