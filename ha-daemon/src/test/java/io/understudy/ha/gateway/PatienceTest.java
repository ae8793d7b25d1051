package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** However a client's time is spent, it gets an answer within its patience. */
final class PatienceTest {

    private static final GatewaySettings.Hold SHORT_HOLD = new GatewaySettings.Hold(100, 1000, Duration.ofMillis(300));
    private static final Duration SHORT_ATTEMPT = Duration.ofMillis(200);
    private static final Duration PACE = Duration.ofMillis(1);

    @Test
    void anActiveWhoseAnswerNeverEndsDoesNotKeepTheClient() throws Exception {
        try (TestNode standby = hasty("n1");
                PlayedActive active = new PlayedActive("n2", exchange -> {
                    exchange.getResponseHeaders().add("X-HA-Epoch", "7");
                    exchange.sendResponseHeaders(200, 0);
                    // Every byte is a sign of life, and all of them together are not yet a long answer.
                    while (true) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                        LockSupport.parkNanos(PACE.toNanos());
                    }
                })) {
            active.takeOffice(7, standby);

            HttpResponse<String> read = Http.get(standby.http().resolve("/batches"));
            HttpResponse<String> write = Http.send("POST", standby.http().resolve("/batches"), "{}");

            assertThat(read.statusCode()).isEqualTo(503);
            assertThat(read.headers().firstValue("Retry-After")).isPresent();
            assertThat(write.statusCode()).isEqualTo(503);
            assertThat(write.headers().firstValue("X-HA-Outcome")).contains("unknown");
        }
    }

    @Test
    void theTimeInTheHoldIsTakenFromTheAttempt() throws Exception {
        BlockingQueue<Long> patience = new LinkedBlockingQueue<>();
        try (TestNode standby = new TestNode("n1");
                PlayedActive active = new PlayedActive("n2", exchange -> {
                    patience.add(Long.parseLong(exchange.getRequestHeaders().getFirst(Mark.PATIENCE_HEADER)));
                    PlayedActive.answer(exchange, 7, 10);
                })) {
            CompletableFuture<HttpResponse<String>> held =
                    Http.later("GET", standby.http().resolve("/batches"), "");
            await().atMost(Http.DEADLINE).until(() -> standby.gateway.held() == 1);

            active.takeOffice(7, standby);

            assertThat(held.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            assertThat(patience.remove())
                    .isPositive()
                    .isLessThan(TestNode.LONG_HOLD.time().plusSeconds(5).toMillis());
        }
    }

    @Test
    void aServiceThatIsSlowAfterTheHoldDoesNotKeepTheClient() throws Exception {
        try (TestNode node = hasty("n1")) {
            node.service = (request, answer) -> {};
            CompletableFuture<HttpResponse<String>> post =
                    Http.later("POST", node.http().resolve("/batches"), "{}");
            await().atMost(Http.DEADLINE).until(() -> node.gateway.held() == 1 || post.isDone());

            node.takeOffice(7);

            HttpResponse<String> answer = post.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aNodeThatHoldsAForwardedRequestSaysInTimeThatNothingWasDone() throws Exception {
        GatewaySettings.Hold hold = new GatewaySettings.Hold(100, 1000, Duration.ofSeconds(2));
        try (TestNode standby = new TestNode("n1", hold, Duration.ofSeconds(2), 1_000_000);
                TestNode active = new TestNode("n2")) {
            active.takeOffice(7, standby);
            active.open = Optional.empty();

            HttpResponse<String> answer = Http.send("POST", standby.http().resolve("/batches"), "{}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("X-HA-Outcome")).isEmpty();
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(active.served).isEmpty();
        }
    }

    private static TestNode hasty(String id) throws Exception {
        return new TestNode(id, SHORT_HOLD, SHORT_ATTEMPT, 1_000_000);
    }
}
