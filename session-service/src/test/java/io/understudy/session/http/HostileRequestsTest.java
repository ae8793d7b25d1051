package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.audit.Origin;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.Hostile;
import io.understudy.session.testing.TestNode;
import io.understudy.session.testing.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client sends: 4xx with a message or, if it makes sense after all, what it asked for; never 500. A request
 * that was refused leaves nothing behind in the store.
 */
final class HostileRequestsTest {

    private static final int MUTATIONS_AT_ONCE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final VirtualTime time = new VirtualTime();
    private final InMemoryStore store = InMemoryStore.create();
    private final TestNode node = new TestNode(
            "n1",
            time,
            store,
            new FakeCluster(Runnable::run, time.clock()),
            SparkSubmitter.NONE,
            new Random(1),
            Runnable::run,
            ServiceSettings.DEFAULT);
    private final BatchApi api = new LivyApi(node.sessions(), LivyApiTest.RULES, "1.2.3", Runnable::run);

    @BeforeEach
    void activate() {
        time.run(Duration.ofSeconds(1));
        assertThat(node.activated()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void mutationsOfValidBodies(int part) throws IOException {
        int accepted = 0;
        for (int i = 0; i < MUTATIONS_AT_ONCE; i++) {
            long seed = (long) part * MUTATIONS_AT_ONCE + i;
            accepted += post("seed " + seed, Hostile.mutation(seed)) ? 1 : 0;
        }
        assertThat(accepted)
                .as("some are still valid, most are not")
                .isBetween(MUTATIONS_AT_ONCE / 50, MUTATIONS_AT_ONCE / 2);
    }

    @Test
    void everyFieldWithEveryValue() throws IOException {
        for (byte[] body : Hostile.fields()) {
            post("a field", body);
        }
    }

    @Test
    void everyPathWithEveryMethod() throws IOException {
        for (String target : Hostile.targets()) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "WHAT")) {
                Map<String, Object> before = content();
                ApiAnswer.Done done = ask(method, target, new byte[0]);
                String what = method + " " + target;
                assertThat(done.status()).as(what).isNotEqualTo(500);
                if (done.status() >= 400 && !method.equals("HEAD")) {
                    assertMessage(what, done);
                }
                assertThat(content()).as(what).isEqualTo(before);
            }
        }
    }

    /** Whether it was accepted. */
    private boolean post(String what, byte[] body) throws IOException {
        Map<String, Object> before = content();
        ApiAnswer.Done done = ask("POST", "/batches", body);
        String request = what + ": " + abbreviated(body);
        if (done.status() == 201) {
            // Not to be mistaken for a trace of the next request: this one's submission is let through.
            time.run(Duration.ofSeconds(5));
            return true;
        }
        assertThat(done.status()).as(request).isBetween(400, 499);
        assertMessage(request, done);
        assertThat(content()).as("the store after %s", request).isEqualTo(before);
        return false;
    }

    private ApiAnswer.Done ask(String method, String target, byte[] body) {
        String[] parts = target.split("\\?", 2);
        List<ApiAnswer> answers = new ArrayList<>();
        api.handle(
                new ApiRequest(
                        method,
                        parts[0],
                        parts.length > 1 ? parts[1] : "",
                        Map.of(),
                        body,
                        Optional.empty(),
                        Origin.UNKNOWN,
                        Optional.of("key-" + time.nanoTime())),
                answers::add);
        time.run(Duration.ofMillis(20));
        assertThat(answers).as(method + " " + target).hasSize(1);
        assertThat(answers.get(0)).as(method + " " + target).isInstanceOf(ApiAnswer.Done.class);
        return (ApiAnswer.Done) answers.get(0);
    }

    private static void assertMessage(String what, ApiAnswer.Done done) throws IOException {
        JsonNode answer = JSON.readTree(done.body());
        assertThat(answer.path("msg").asText()).as(what).isNotBlank();
        assertThat(answer.size()).as(what).isEqualTo(1);
    }

    /** Everything that the store holds, with its versions. */
    private Map<String, Object> content() {
        Map<String, Object> content = new HashMap<>();
        for (String path : store.paths()) {
            content.put(
                    path,
                    store.read(path).content().map(found -> found.version()).orElse(-1));
        }
        return content;
    }

    private static String abbreviated(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
