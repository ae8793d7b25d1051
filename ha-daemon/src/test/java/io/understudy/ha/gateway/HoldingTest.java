package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that come while nobody serves. */
final class HoldingTest {

    private TestNode n1;
    private TestNode n2;

    @BeforeEach
    void start() throws Exception {
        n1 = new TestNode("n1");
        n2 = new TestNode("n2");
    }

    @AfterEach
    void stop() {
        n1.close();
        n2.close();
    }

    @Test
    void aRequestWaitsUntilAnotherNodeServes() throws Exception {
        CompletableFuture<HttpResponse<String>> post =
                Http.later("POST", n1.http().resolve("/batches"), "{}");
        awaitHeld(n1, 1);

        n2.takeOffice(4, n1);

        assertThat(answer(post).body()).contains("served by n2");
        assertThat(n1.gateway.held()).isZero();
        assertThat(n1.gateway.holdFill()).isZero();
        assertThat(n1.gateway.counts()).isEqualTo(new Traffic.Counts(1, 0));
        assertThat(n2.gateway.counts()).isEqualTo(new Traffic.Counts(0, 0));
    }

    @Test
    void aRequestWaitsUntilThisNodeServes() throws Exception {
        CompletableFuture<HttpResponse<String>> get =
                Http.later("GET", n1.http().resolve("/batches"), "");
        awaitHeld(n1, 1);

        n1.takeOffice(4);

        assertThat(answer(get).body()).contains("served by n1");
        assertThat(n1.gateway.answers()).isEqualTo(new Traffic.Answers(1, 0));
        assertThat(answer(get).headers().firstValue("X-HA-Epoch")).contains("4");
    }

    @Test
    void aDeadActiveIsWaitedOut() throws Exception {
        TestNode dead = new TestNode("n3");
        URI address = dead.http();
        dead.close();
        n1.cluster.serves("n3", address, 4);
        CompletableFuture<HttpResponse<String>> post =
                Http.later("POST", n1.http().resolve("/batches"), "{}");
        awaitHeld(n1, 1);

        n2.takeOffice(5, n1);

        assertThat(answer(post).body()).contains("served by n2");
        assertThat(n2.served).hasSize(1);
    }

    @Test
    void oneOfThoseWhoWaitTriesForAll() throws Exception {
        int waiting = 200;
        AtomicInteger asked = new AtomicInteger();
        try (PlayedActive misdirected = new PlayedActive("n3", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(421, -1);
            exchange.close();
        })) {
            misdirected.takeOffice(4, n1);
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            all.add(Http.later("GET", n1.http().resolve("/batches/0"), ""));
            awaitHeld(n1, 1);
            for (int i = 1; i < waiting; i++) {
                all.add(Http.later("GET", n1.http().resolve("/batches/" + i), ""));
            }
            awaitHeld(n1, waiting);
            int before = asked.get();

            await().atMost(Http.DEADLINE).until(() -> asked.get() > before + 1);

            assertThat(asked).hasValueLessThan(before + waiting / 10);
            n2.takeOffice(5, n1);
            for (CompletableFuture<HttpResponse<String>> one : all) {
                assertThat(answer(one).body()).contains("served by n2");
            }
        }
    }

    @Test
    void anActiveThatIsSuspendedKeepsAForwardedRequest() throws Exception {
        n2.takeOffice(4, n1);
        n2.open = Optional.empty();
        CompletableFuture<HttpResponse<String>> get =
                Http.later("GET", n1.http().resolve("/batches"), "");
        awaitHeld(n2, 1);

        n2.open = Optional.of(n2.cluster.epoch());
        n2.gateway.changed();

        assertThat(answer(get).body()).contains("served by n2");
    }

    @Test
    void beyondTheBoundRequestsAreTurnedAway() throws Exception {
        try (TestNode small = new TestNode("n3", new GatewaySettings.Hold(2, 1_000_000, Duration.ofSeconds(60)))) {
            CompletableFuture<HttpResponse<String>> first =
                    Http.later("GET", small.http().resolve("/batches/1"), "");
            CompletableFuture<HttpResponse<String>> second =
                    Http.later("GET", small.http().resolve("/batches/2"), "");
            awaitHeld(small, 2);
            assertThat(small.gateway.holdFill()).isEqualTo(1);

            HttpResponse<String> third = Http.send("POST", small.http().resolve("/batches"), "{}");

            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(small.gateway.counts()).isEqualTo(new Traffic.Counts(2, 1));
            assertThat(third.headers().firstValue("Retry-After")).contains("1");
            assertThat(third.headers().firstValue("X-HA-Outcome")).isEmpty();
            assertThat(third.headers().firstValue("Idempotency-Key")).isPresent();
            assertThat(third.body()).startsWith("{\"msg\":\"Too many requests wait");
            assertThat(small.gateway.isHoldFull()).isTrue();
            small.takeOffice(1);
            assertThat(answer(first).statusCode()).isEqualTo(200);
            assertThat(answer(second).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFullHoldIsReleasedWithoutALoss() throws Exception {
        int released = 512;
        int more = 500;
        CompletableFuture<Void> enough = new CompletableFuture<>();
        n2.service = (request, answer) -> {
            var unused = enough.thenRun(() -> answer.accept(TestNode.ok("served by n2")));
        };
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < released; i++) {
            all.add(Http.later("GET", n1.http().resolve("/batches/" + i), ""));
        }
        awaitHeld(n1, released);

        n2.takeOffice(4, n1);
        for (int i = 0; i < more; i++) {
            all.add(Http.later("GET", n1.http().resolve("/batches/" + i), ""));
        }

        await().atMost(Http.DEADLINE).until(() -> n1.gateway.forwarding() + n1.gateway.held() == released + more);
        assertThat(n1.gateway.forwarding()).isLessThanOrEqualTo(Forwarder.PLACES);
        enough.complete(null);
        for (CompletableFuture<HttpResponse<String>> one : all) {
            assertThat(answer(one).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void bodiesCountToo() throws Exception {
        try (TestNode small = new TestNode("n3", new GatewaySettings.Hold(100, 1000, Duration.ofSeconds(60)))) {
            HttpResponse<String> answer = Http.send("POST", small.http().resolve("/batches"), "x".repeat(2000));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(small.gateway.held()).isZero();
        }
    }

    @Test
    void whenTheTimeIsUpTheClientIsToldToComeBack() throws Exception {
        try (TestNode hasty = new TestNode("n3", new GatewaySettings.Hold(100, 1000, Duration.ofMillis(50)))) {
            HttpResponse<String> takeover = Http.get(hasty.http().resolve("/batches"));
            hasty.cluster.membersAre();
            HttpResponse<String> nobody = Http.get(hasty.http().resolve("/batches"));

            assertThat(takeover.statusCode()).isEqualTo(503);
            assertThat(hasty.gateway.counts()).isEqualTo(new Traffic.Counts(2, 2));
            assertThat(takeover.headers().firstValue("Retry-After")).contains("1");
            assertThat(nobody.headers().firstValue("Retry-After")).contains("5");
            assertThat(nobody.body()).contains("\"msg\"");
        }
    }

    @Test
    void aClientThatLeavesFreesItsPlace() throws Exception {
        try (RawClient client = new RawClient(n1.http())) {
            client.send("POST /batches HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
            awaitHeld(n1, 1);
        }
        awaitHeld(n1, 0);

        n1.takeOffice(1);
        assertThat(Http.get(n1.http().resolve("/batches")).statusCode()).isEqualTo(200);
        assertThat(n1.served).hasSize(1);
    }

    @Test
    void whatAClientSendsWhileItWaitsIsNotLost() throws Exception {
        try (RawClient client = new RawClient(n1.http())) {
            client.head("GET /batches/1 HTTP/1.1", "Host: x");
            awaitHeld(n1, 1);
            client.head("GET /batches/2 HTTP/1.1", "Host: x", "Connection: close");

            n1.takeOffice(1);

            assertThat(client.rest().split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(n1.served).extracting(EdgeRequest::path).containsExactly("/batches/1", "/batches/2");
        }
    }

    @Test
    void whatTheServiceDoesNotServeAnyMoreIsHeldAndServedByTheNext() throws Exception {
        n1.takeOffice(4);
        n1.service = (request, answer) -> {
            n1.open = Optional.empty();
            n1.holdsLock = false;
            answer.accept(new ServiceAnswer.NotServing("stepping down"));
        };
        CompletableFuture<HttpResponse<String>> post =
                Http.later("POST", n1.http().resolve("/batches"), "{}", "Idempotency-Key", "k");
        awaitHeld(n1, 1);

        n2.takeOffice(5, n1);

        assertThat(answer(post).body()).contains("served by n2");
        assertThat(n2.served)
                .singleElement()
                .satisfies(request -> assertThat(request.key()).contains("k"));
    }

    @Test
    void aReadWhoseAnswerIsTooLateIsAskedAgain() throws Exception {
        n1.takeOffice(4);
        n1.service = (request, answer) -> {
            n1.open = Optional.empty();
            n1.holdsLock = false;
            answer.accept(TestNode.ok("stale"));
        };
        CompletableFuture<HttpResponse<String>> get =
                Http.later("GET", n1.http().resolve("/batches"), "");
        awaitHeld(n1, 1);

        n2.takeOffice(5, n1);

        assertThat(answer(get).body()).contains("served by n2");
    }

    @Test
    void anAcknowledgedWriteIsAnsweredThoughTheGateHasShut() throws Exception {
        n1.takeOffice(4);
        n1.service = (request, answer) -> {
            n1.open = Optional.empty();
            answer.accept(new ServiceAnswer.Done(Reply.json(201, Map.of("id", 1))));
        };

        HttpResponse<String> created = Http.send("POST", n1.http().resolve("/batches"), "{}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("X-HA-Epoch")).contains("4");
    }

    @Test
    void anUnknownOutcomeIsNeverCalledNotProcessed() throws Exception {
        try (TestNode hasty = new TestNode("n3", new GatewaySettings.Hold(100, 1000, Duration.ofMillis(50)))) {
            hasty.takeOffice(4);
            hasty.service = (request, answer) -> {
                hasty.open = Optional.empty();
                answer.accept(new ServiceAnswer.Unknown("connection lost"));
            };

            HttpResponse<String> answer =
                    Http.send("POST", hasty.http().resolve("/batches"), "{}", "Idempotency-Key", "k1");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("X-HA-Outcome")).contains("unknown");
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
            assertThat(answer.body()).contains("Idempotency-Key: k1");
        }
    }

    @Test
    void aBrowserIsShownThatNobodyServes() throws Exception {
        HttpResponse<String> page = Http.get(n1.http().resolve("/ui/"), "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("http-equiv=\"refresh\"");
    }

    private static void awaitHeld(TestNode node, int count) {
        await().atMost(Http.DEADLINE).until(() -> node.gateway.held() == count);
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> future) throws Exception {
        return future.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
}
