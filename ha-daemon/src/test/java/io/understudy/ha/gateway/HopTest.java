package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.understudy.fencing.Epoch;
import io.understudy.session.audit.Deed;
import io.understudy.session.audit.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses the hop between two nodes, and what must not. */
final class HopTest {

    private TestNode standby;
    private TestNode active;

    @BeforeEach
    void start() throws Exception {
        standby = new TestNode("n1");
        active = new TestNode("n2");
        active.takeOffice(7, standby);
    }

    @AfterEach
    void stop() {
        standby.close();
        active.close();
    }

    @Test
    void theUserAndTheKeyCrossUnderTheSignature() throws Exception {
        String mark = mark(new Mark(
                "n1",
                new Epoch(7),
                new Caller(Optional.of("ann é."), new Origin("2001:db8::1", "n1")),
                Optional.of("k 1")));

        HttpResponse<String> answer = Http.send(
                "POST", active.http().resolve("/batches?x=1"), "{}", Mark.HEADER, mark, "Idempotency-Key", "other");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(active.served).singleElement().satisfies(request -> {
            assertThat(request.caller().user()).contains("ann é.");
            assertThat(request.caller().origin()).isEqualTo(new Origin("2001:db8::1", "n1"));
            assertThat(request.key()).contains("k 1");
        });
    }

    @Test
    void aForgedMarkIsRefused() throws Exception {
        String good = mark(new Mark("n1", new Epoch(7), Caller.NOBODY, Optional.of("k")));
        String forged =
                new Mark("n1", new Epoch(7), new Caller(Optional.of("root"), Origin.UNKNOWN), Optional.of("k")).text()
                        + good.substring(good.lastIndexOf('.'));

        for (String mark : new String[] {forged, "nonsense", good + "x"}) {
            HttpResponse<String> answer =
                    Http.send("POST", active.http().resolve("/batches?x=1"), "{}", Mark.HEADER, mark);
            assertThat(answer.statusCode()).as(mark).isEqualTo(403);
            assertThat(answer.body()).contains("\"msg\"");
        }
        HttpResponse<String> otherPath =
                Http.send("POST", active.http().resolve("/batches?x=2"), "{}", Mark.HEADER, good);
        assertThat(otherPath.statusCode()).isEqualTo(403);
        assertThat(active.served).isEmpty();
        assertThat(active.deeds)
                .hasSize(4)
                .contains(
                        new Deed(Optional.empty(), new Origin("127.0.0.1", "n2"), "POST", "/batches", Map.of(), "403"));
    }

    @Test
    void aMarkedRequestIsNotForwardedAgain() throws Exception {
        String mark = mark(new Mark("n3", new Epoch(7), Caller.NOBODY, Optional.of("k")));

        HttpResponse<String> answer =
                Http.send("POST", standby.http().resolve("/batches?x=1"), "{}", Mark.HEADER, mark);

        assertThat(answer.statusCode()).isEqualTo(421);
        assertThat(active.served).isEmpty();
    }

    @Test
    void aMarkedRequestIsTurnedAwayBeforeItsBodyIsRead() throws Exception {
        String mark = mark(new Mark("n3", new Epoch(7), Caller.NOBODY, Optional.of("k")));
        try (RawClient client = new RawClient(standby.http())) {
            client.head(
                    "POST /batches?x=1 HTTP/1.1",
                    "Host: x",
                    "Content-Length: 100000",
                    "Expect: 100-continue",
                    Mark.HEADER + ": " + mark);

            assertThat(client.line()).startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void aMarkOfAnotherTermIsTurnedAway() throws Exception {
        String mark = mark(new Mark("n1", new Epoch(6), Caller.NOBODY, Optional.of("k")));

        assertThat(Http.send("POST", active.http().resolve("/batches?x=1"), "{}", Mark.HEADER, mark)
                        .statusCode())
                .isEqualTo(421);
    }

    @Test
    void anActiveThatIsNoLongerOneIsLeftAloneUntilAnotherServes() throws Exception {
        active.open = Optional.empty();
        active.holdsLock = false;
        CompletableFuture<HttpResponse<String>> post =
                Http.later("POST", standby.http().resolve("/batches"), "{}");
        await().atMost(Http.DEADLINE).until(() -> standby.gateway.held() == 1);

        standby.takeOffice(8);

        assertThat(answer(post).body()).contains("served by n1");
    }

    @Test
    void anAnswerOfAnOlderTermIsDropped() throws Exception {
        active.service = (request, answer) -> {
            standby.cluster.epochSeen(8);
            answer.accept(TestNode.ok("old"));
        };
        CompletableFuture<HttpResponse<String>> get =
                Http.later("GET", standby.http().resolve("/batches"), "");
        await().atMost(Http.DEADLINE).until(() -> standby.gateway.held() == 1);

        active.service = (request, answer) -> answer.accept(TestNode.ok("new"));
        active.takeOffice(8, standby);

        assertThat(answer(get).body()).contains("new");
    }

    @Test
    void aWriteWhoseAnswerWasLostIsSentAgainWithItsKey() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        active.service = (request, answer) -> {
            calls.incrementAndGet();
            new Thread(active.gateway::stop).start();
        };
        CompletableFuture<HttpResponse<String>> post =
                Http.later("POST", standby.http().resolve("/batches"), "{}", "Idempotency-Key", "k9");
        await().atMost(Http.DEADLINE).until(() -> calls.get() == 1 && standby.gateway.held() == 1);

        try (TestNode next = new TestNode("n3")) {
            next.takeOffice(8, standby);

            assertThat(answer(post).body()).contains("served by n3");
            assertThat(next.served)
                    .singleElement()
                    .satisfies(request -> assertThat(request.key()).contains("k9"));
        }
    }

    @Test
    void aNodeThatFallsSilentIsGivenUpWhenAnotherServes() throws Exception {
        active.service = (request, answer) -> {};
        CompletableFuture<HttpResponse<String>> get =
                Http.later("GET", standby.http().resolve("/batches"), "");
        await().atMost(Http.DEADLINE).until(() -> active.served.size() == 1);

        try (TestNode next = new TestNode("n3")) {
            next.takeOffice(8, standby);

            assertThat(answer(get).body()).contains("served by n3");
        }
    }

    @Test
    void aLongAnswerIsPassedOnWhileItComes() throws Exception {
        byte[] log = "0123456789abcdef".repeat(400_000).getBytes(StandardCharsets.US_ASCII);
        active.service = (request, answer) ->
                answer.accept(new ServiceAnswer.Done(new Reply(200, Map.of("Content-Type", "text/plain"), log)));

        HttpResponse<String> answer = Http.get(standby.http().resolve("/batches/1/log"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().getBytes(StandardCharsets.US_ASCII)).isEqualTo(log);
        assertThat(answer.headers().firstValue("X-HA-Node")).contains("n2");
    }

    @Test
    void aLongAnswerThatBreaksNeverEndsCleanly() throws Exception {
        HttpServer half = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        half.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-HA-Node", "n3");
            exchange.getResponseHeaders().add("X-HA-Epoch", "8");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[3_000_000]);
            exchange.getResponseBody().flush();
            throw new IllegalStateException("dies in the middle");
        });
        half.start();
        standby.cluster.serves(
                "n3", URI.create("http://127.0.0.1:" + half.getAddress().getPort()), 8);
        try (RawClient client = new RawClient(standby.http())) {
            client.head("GET /batches/1/log HTTP/1.1", "Host: x");

            String answer = client.rest();

            assertThat(answer).startsWith("HTTP/1.1 200").doesNotEndWith("\r\n0\r\n\r\n");
        } finally {
            half.stop(0);
        }
    }

    @Test
    void headersOfThisHopStayBehind() throws Exception {
        try (RawClient client = new RawClient(standby.http())) {
            client.head(
                    "GET /batches HTTP/1.1",
                    "Host: example:80",
                    "Connection: close, X-Secret",
                    "X-Secret: s",
                    "TE: trailers",
                    "Keep-Alive: 5",
                    "X-HA-User: root",
                    "X-Kept: a",
                    "X-Kept: b",
                    "X-Forwarded-For: 10.0.0.1",
                    "Authorization: Basic abc");
            client.rest();
        }

        assertThat(active.served)
                .singleElement()
                .satisfies(request -> assertThat(request.headers())
                        .doesNotContainKeys("x-secret", "te", "keep-alive", "x-ha-user", "authorization")
                        .containsEntry("x-kept", "a, b")
                        .containsEntry("x-forwarded-for", "10.0.0.1, 127.0.0.1")
                        .containsEntry("x-forwarded-host", "example:80")
                        .containsEntry("host", "example:80"));
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> answer =
                Http.send("POST", standby.http().resolve("/batches"), "x".repeat(4 * Intake.MAX_BODY_BYTES));
        assertThat(answer.statusCode()).isEqualTo(413);
        try (RawClient client = new RawClient(standby.http())) {
            client.head("POST /batches HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
            client.send("60000\r\n" + "x".repeat(0x60000) + "\r\n0\r\n\r\n");
            assertThat(client.line()).startsWith("HTTP/1.1 413");
        }
        assertThat(active.served).isEmpty();
    }

    @Test
    void continueIsSaidWhenTheBodyIsReadHere() throws Exception {
        try (RawClient client = new RawClient(standby.http())) {
            client.head(
                    "POST /batches HTTP/1.1",
                    "Host: x",
                    "Content-Length: 2",
                    "Expect: 100-continue",
                    "Connection: close");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            client.send("{}");
            assertThat(client.rest()).contains("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/batches/a%20b?x=a|b",
                "/batches//x",
                "/batches/%C3%A4?q=%2F&&",
                "/batches/a%2Fb",
                "/batches;x=1?y",
                "/batches/../ha/status",
                "/batches?x=%zz",
                "//batches",
                "/%",
                "/batches?from=%",
                "/batches#x",
                "*"
            })
    void strangeTargetsArriveAsTheyCameOrNotAtAll(String target) throws Exception {
        try (RawClient client = new RawClient(standby.http())) {
            client.head("GET " + target + " HTTP/1.1", "Host: x", "Connection: close");
            String answer = client.rest();

            if (answer.startsWith("HTTP/1.1 200")) {
                assertThat(active.served.get(0).target()).isEqualTo(target.replace("#x", ""));
            } else {
                assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*\\{\"msg\":.*");
                assertThat(active.served).isEmpty();
            }
        }
    }

    @Test
    void headersThatAreTooLongAreTheClientsFault() throws Exception {
        HttpResponse<String> here = Http.get(standby.http().resolve("/batches"), "X-Long", "x".repeat(17_000));
        HttpResponse<String> there = Http.get(standby.http().resolve("/batches"), "X-Long", "x".repeat(16_200));

        assertThat(here.statusCode()).isEqualTo(431);
        assertThat(here.body()).contains("{\"msg\":");
        assertThat(there.statusCode()).isEqualTo(431);
        assertThat(Http.get(standby.http().resolve("/batches")).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoHttpIsAnsweredAsJson() throws Exception {
        try (RawClient client = new RawClient(standby.http())) {
            client.send("NONSENSE\r\n\r\n");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 400")
                    .contains("{\"msg\":")
                    .contains("X-Frame-Options: DENY")
                    .contains("X-Content-Type-Options: nosniff")
                    .contains("Content-Security-Policy: default-src 'none'")
                    .doesNotContain("Exception");
        }
    }

    private String mark(Mark mark) {
        return new MarkSigner(() -> active.cluster.secret())
                .sign(mark, "POST", "/batches?x=1")
                .orElseThrow();
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> future) throws Exception {
        return future.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
}
