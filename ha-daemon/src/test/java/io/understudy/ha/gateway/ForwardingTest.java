package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.session.audit.Origin;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that reach a standby. */
final class ForwardingTest {

    private TestNode standby;
    private TestNode active;

    @BeforeEach
    void start() throws Exception {
        standby = new TestNode("n1");
        active = new TestNode("n2");
        active.takeOffice(7, standby);
    }

    @AfterEach
    void stop() throws Exception {
        standby.close();
        active.close();
    }

    @Test
    void theActiveAnswersThroughAStandby() throws Exception {
        HttpResponse<String> answer = Http.get(standby.http().resolve("/batches/1?a=b%20c"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"text\":\"served by n2\"}");
        assertThat(answer.headers().firstValue("X-HA-Node")).contains("n2");
        assertThat(answer.headers().firstValue("X-HA-Epoch")).contains("7");
        assertThat(standby.served).isEmpty();
        assertThat(standby.gateway.answers()).isEqualTo(new Traffic.Answers(0, 1));
        assertThat(active.gateway.answers()).as("whose client it is counts it").isEqualTo(new Traffic.Answers(0, 0));
        assertThat(active.served).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/batches/1");
            assertThat(request.query()).isEqualTo("a=b%20c");
        });
    }

    /** A batch's name may be {@code a/b}, or {@code 100%}. */
    @ParameterizedTest
    @ValueSource(strings = {"/batches/a%2Fb", "/batches/100%25", "/batches/a;b", "/batches/%2e%2e/state"})
    void pathsArePassedOnAsTheyCame(String path) throws Exception {
        assertThat(Http.get(URI.create(standby.http() + path)).statusCode()).isEqualTo(200);
        assertThat(active.served)
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo(path));
    }

    @Test
    void thereIsNothingAtAPathThatLooksLikeAHost() throws Exception {
        HttpResponse<String> answer = Http.get(URI.create(standby.http() + "//batches"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"msg\":\"There is nothing at //batches.\"}");
        assertThat(active.served).isEmpty();
    }

    @Test
    void everyAnswerTellsBrowsersWhatTheyMayNot() throws Exception {
        for (String path : List.of("/batches/1", "/ha/livez", "//batches")) {
            assertThat(Http.get(URI.create(standby.http() + path)).headers().map())
                    .as(path)
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("x-frame-options", List.of("DENY"))
                    .containsKey("content-security-policy");
        }
    }

    @Test
    void bodyKeyAndHeadersCrossTheHop() throws Exception {
        String body = "x".repeat(200_000);
        HttpResponse<String> answer = Http.send(
                "POST",
                standby.http().resolve("/batches"),
                body,
                "X-Requested-By",
                "me",
                "Idempotency-Key",
                "my key",
                "X-HA-Node",
                "forged");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Idempotency-Key")).contains("my key");
        assertThat(active.served).singleElement().satisfies(request -> {
            assertThat(request.body()).asString().isEqualTo(body);
            assertThat(request.key()).contains("my key");
            assertThat(request.caller()).isEqualTo(new Caller(Optional.empty(), new Origin("127.0.0.1", "n1")));
            assertThat(request.headers())
                    .containsEntry("x-requested-by", "me")
                    .containsEntry("x-forwarded-for", "127.0.0.1")
                    .containsEntry("via", "1.1 n1")
                    .containsEntry("host", "127.0.0.1:" + standby.gateway.port())
                    .doesNotContainKey("x-ha-node");
        });
    }

    @Test
    void aWriteWithoutAKeyGetsOne() throws Exception {
        HttpResponse<String> answer = Http.send("DELETE", standby.http().resolve("/batches/3"), "");

        assertThat(answer.headers().firstValue("Idempotency-Key")).isPresent();
        assertThat(active.served)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.key()).isEqualTo(answer.headers().firstValue("Idempotency-Key")));
    }

    @Test
    void statusHeadersAndHeadArePassedThrough() throws Exception {
        active.service = (request, answer) -> answer.accept(new ServiceAnswer.Done(new Reply(
                201,
                Map.of("Location", "/batches/0", "Content-Type", "application/json", "X-HA-Replayed", "true"),
                "{}".getBytes(StandardCharsets.UTF_8))));

        HttpResponse<String> created = Http.send("POST", standby.http().resolve("/batches"), "{}");
        HttpResponse<String> head = Http.send("HEAD", standby.http().resolve("/batches"), "");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/batches/0");
        assertThat(created.headers().firstValue("X-HA-Replayed")).contains("true");
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestsThatAClientSendsAheadAreAnsweredInOrder(boolean throughTheStandby) throws Exception {
        int requests = 3_000;
        active.service = (request, answer) -> answer.accept(new ServiceAnswer.Done(
                new Reply(200, Map.of("X-Path", request.path()), "x".getBytes(StandardCharsets.UTF_8))));
        StringBuilder ahead = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            ahead.append("GET /batches/").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }

        try (RawClient client = new RawClient((throughTheStandby ? standby : active).http())) {
            client.send(ahead.toString());

            for (int i = 0; i < requests; i++) {
                assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("X-Path: /batches/" + i + "\n");
            }
        }
    }

    @Test
    void whatIsCompressedStaysSo() throws Exception {
        active.service = (request, answer) -> answer.accept(new ServiceAnswer.Done(new Reply(
                200,
                Map.of("Content-Encoding", "gzip", "Content-Type", "application/json"),
                "as if compressed".getBytes(StandardCharsets.UTF_8))));

        HttpResponse<String> answer = Http.get(standby.http().resolve("/batches"), "Accept-Encoding", "gzip");

        assertThat(answer.body()).isEqualTo("as if compressed");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(active.served.get(0).headers()).containsEntry("accept-encoding", "gzip");
    }

    @Test
    void everyNodeAnswersForItself() throws Exception {
        assertThat(Http.get(standby.http().resolve("/ha/status")).body()).isEqualTo("{\"local\":\"n1\"}");
        assertThat(Http.get(active.http().resolve("/ha/status")).body()).isEqualTo("{\"local\":\"n2\"}");
    }

    @Test
    void aNodeWithoutClientsNoticesThatTheActiveIsGone() throws Exception {
        await().atMost(Http.DEADLINE)
                .until(() -> standby.gateway.withoutActive().isZero());

        active.close();

        await().atMost(Http.DEADLINE)
                .until(() -> !standby.gateway.withoutActive().isZero());
        assertThat(standby.cluster.active()).isPresent();
        try (TestNode next = new TestNode("n3")) {
            next.takeOffice(8, standby);
            await().atMost(Http.DEADLINE)
                    .until(() -> standby.gateway.withoutActive().isZero());
            assertThat(next.served).isEmpty();
        }
    }

    @Test
    void aForwardedRequestProvesThatTheActiveIsReachable() throws Exception {
        active.local = (request, answer) -> {};
        active.takeOffice(8, standby);
        assertThat(standby.gateway.withoutActive()).isPositive();

        Http.get(standby.http().resolve("/batches"));

        assertThat(standby.gateway.withoutActive()).isZero();
    }

    @Test
    void aBrowserIsSentToTheActive() throws Exception {
        HttpResponse<String> redirect = Http.get(standby.http().resolve("/ui/?x=1"), "Accept", "text/html,*/*");
        HttpResponse<String> page = Http.get(active.http().resolve("/ui/"), "Accept", "text/html,*/*");

        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("Location")).contains(active.http() + "/ui/?x=1");
        assertThat(page.body()).isEqualTo("page of n2");
    }
}
