package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer means that the active gave before any term saw the request. */
final class AnswersWithoutTermTest {

    private static final ActiveNode ACTIVE =
            new ActiveNode("n2", URI.create("http://127.0.0.1:1"), new Epoch(7), Instant.EPOCH);

    @ParameterizedTest
    @CsvSource({
        // status, node, Retry-After: what it means
        "421, n2, false, NotProcessed",
        "421, '', false, NotProcessed",
        "503, n2, true,  TurnedAway",
        "503, n2, false, Broken",
        "503, n3, true,  Broken",
        "503, '', true,  Broken",
        "403, n2, false, TurnedAway",
        "403, '', false, Broken",
        "400, n2, false, Answered",
        "413, n2, false, Answered",
        "431, n2, false, Answered",
        "431, '', false, Broken",
        "404, n2, false, Broken",
        "404, '', false, Broken",
        "408, n2, false, Broken",
        "200, n2, false, Broken",
        "302, '', false, Broken",
        "500, n2, false, Broken",
        "502, '', false, Broken",
    })
    void onlyWhatIsCertainIsBelieved(int status, String node, boolean retryAfter, String meaning) {
        Map<String, String> headers = retryAfter ? Map.of("Retry-After", "1") : Map.of();
        Upstream.Head head = new Upstream.Head(status, -1, node, false, headers);
        Upstream answer =
                new Upstream.Answered(head, new Reply(status, headers, new byte[0]), new AnswerMemory(1).share());

        assertThat(ActiveLink.judgeWithoutTerm(ACTIVE, head, answer).getClass().getSimpleName())
                .isEqualTo(meaning);
    }

    @Test
    void anActiveThatCannotTakeOneRequestIsNotShunned() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        CountDownLatch refused = new CountDownLatch(1);
        try (TestNode standby = new TestNode("n1");
                PlayedActive active = new PlayedActive("n2", exchange -> {
                    if (full.get() && exchange.getRequestURI().getPath().equals("/batches/1")) {
                        refuse(exchange);
                        refused.countDown();
                    } else {
                        PlayedActive.answer(exchange, 7, 10);
                    }
                })) {
            active.takeOffice(7, standby);
            CompletableFuture<HttpResponse<String>> one =
                    Http.later("POST", standby.http().resolve("/batches/1"), "{}");
            assertThat(refused.await(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            for (int i = 0; i < 5; i++) {
                HttpResponse<String> page = Http.get(standby.http().resolve("/ui/"), "Accept", "text/html");
                assertThat(page.statusCode()).isEqualTo(307);
            }
            full.set(false);

            assertThat(one.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
        }
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(503, -1);
        exchange.close();
    }
}
