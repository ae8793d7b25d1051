package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.acceptance.Storm.Result;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One idempotency key, a hundred times at once through three nodes: one batch, one application, whatever dies. */
final class OneKeyIT {

    private static final int REQUESTS = 100;
    private static final int TAKEOVERS = Full.times(8);
    private static final long SEED = 100;
    private static final String COMMAND = "sleep 600";

    private static Stage stage;

    private long answeredByTheNext;
    private long broken;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("one-key", 3, Map.of("session.retention", "1s"));
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void oneKeyMakesOneBatchAndOneApplicationOverTakeoverAndDelete() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < TAKEOVERS; i++) {
            String key = UUID.randomUUID().toString();
            int id = allMake(key);
            stage.awaitState(any(), id, "running");
            int other = whileTheActiveDies(UUID.randomUUID().toString(), random.nextInt(REQUESTS / 2));
            assertThat(allMake(key)).as("after the takeover").isEqualTo(id);

            stage.awaitState(any(), other, "running");
            assertRanOnce(id);
            assertRanOnce(other);
            delete(other);
            deletedStaysDeleted(key, id);
        }
        assertThat(answeredByTheNext + broken)
                .as("requests that were under way when the active died")
                .isPositive();
        Full.report(
                "one key %d times at once before, during (%d answered by the next, %d broken) and after a takeover, and after DELETE"
                        .formatted(REQUESTS, answeredByTheNext, broken),
                TAKEOVERS);
    }

    @Test
    void theKeyOfABatchThatRetentionRemovedMakesNoOther() throws Exception {
        String key = UUID.randomUUID().toString();
        int id;
        try (Storm storm = Storm.of(stage, REQUESTS, "true", key, 0)) {
            id = theOneId(storm.results(), REQUESTS);
        }
        await("batch " + id + " to be removed")
                .atMost(Stage.LIMIT)
                .until(() -> stage.get(any(), "/batches/" + id).status() == 404);

        assertAllRefused(key, "true");
        takeOver();
        assertAllRefused(key, "true");
        assertRanOnce(id);
    }

    /** Sends all; every answer must be of one batch. Returns its id. */
    private static int allMake(String key) throws Exception {
        try (Storm storm = Storm.of(stage, REQUESTS, COMMAND, key, 0)) {
            return theOneId(storm.results(), REQUESTS);
        }
    }

    /** Kills the active when some were answered. Returns the id of the one batch that they made. */
    private int whileTheActiveDies(String key, int answersBefore) throws Exception {
        String killed = stage.active();
        long epoch = stage.epoch(killed);
        int id;
        try (Storm storm = Storm.of(stage, REQUESTS, COMMAND, key, answersBefore)) {
            storm.awaitFirst();
            stage.kill(killed);
            List<Result> results = storm.results();
            assertThat(results)
                    .as("through nodes that live: an answer, or 503 after the hold")
                    .filteredOn(result -> !result.node().equals(killed))
                    .allMatch(result -> result.has(201) || result.has(503));
            assertThat(results)
                    .as("through the node that died")
                    .allMatch(result -> result.has(201)
                            || result.has(503)
                            || result.answer().isEmpty());
            List<Result> made =
                    results.stream().filter(result -> result.has(201)).toList();
            id = theOneId(made, 1);
            answeredByTheNext +=
                    made.stream().filter(result -> result.epoch() > epoch).count();
            broken +=
                    results.stream().filter(result -> result.answer().isEmpty()).count();
        }
        stage.activeAfter(epoch);
        stage.joined(killed);
        assertThat(allMake(key)).as("again, after the takeover").isEqualTo(id);
        return id;
    }

    private static int theOneId(List<Result> results, int atLeast) {
        assertThat(results).hasSizeGreaterThanOrEqualTo(atLeast).allMatch(result -> result.has(201));
        assertThat(results.stream().filter(OneKeyIT::isFirst).count())
                .as("answers that are no replay")
                .isLessThan(2);
        assertThat(results.stream().map(Result::id).distinct()).hasSize(1);
        return results.get(0).id();
    }

    private static boolean isFirst(Result result) {
        return result.answer()
                .orElseThrow()
                .headers()
                .firstValue("X-HA-Replayed")
                .isEmpty();
    }

    private static void deletedStaysDeleted(String key, int id) throws Exception {
        delete(id);
        assertAllRefused(key, COMMAND);
        takeOver();
        assertAllRefused(key, COMMAND);
        assertRanOnce(id);
        assertThat(stage.get(any(), "/batches/" + id).status()).isEqualTo(404);
    }

    private static void takeOver() {
        String killed = stage.active();
        long epoch = stage.epoch(killed);
        stage.kill(killed);
        stage.activeAfter(epoch);
        stage.joined(killed);
    }

    private static void delete(int id) throws IOException {
        assertThat(any().delete("/batches/" + id, Map.of()).status()).isEqualTo(200);
        await("the application of " + id + " to be killed")
                .atMost(Stage.LIMIT)
                .until(() -> stage.yarn().applicationsOf(id).stream()
                        .allMatch(application ->
                                application.path("state").asText().equals("KILLED")));
    }

    private static void assertAllRefused(String key, String script) throws Exception {
        int applications = stage.yarn().applications().size();
        try (Storm storm = Storm.of(stage, REQUESTS, script, key, 0)) {
            assertThat(storm.results()).allMatch(result -> result.has(410));
        }
        assertThat(stage.get(any(), "/batches?size=0").json().path("total").asInt())
                .isZero();
        assertThat(stage.yarn().applications()).hasSize(applications);
    }

    private static void assertRanOnce(int id) {
        assertThat(stage.yarn().applicationsOf(id))
                .singleElement()
                .satisfies(application -> assertThat(
                                stage.yarn().attempts(application.path("id").asText()))
                        .isEqualTo(1));
    }

    private static NodeClient any() {
        return stage.client(stage.active());
    }
}
