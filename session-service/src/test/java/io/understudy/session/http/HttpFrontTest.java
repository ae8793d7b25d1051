package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.audit.AuditLog;
import io.understudy.session.auth.AddressRange;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.HeaderAuthenticator;
import io.understudy.session.testing.Contract;
import io.understudy.session.testing.Hostile;
import io.understudy.session.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract through a real port, and what only a real port can get wrong. */
final class HttpFrontTest {

    private static final byte[] NOTHING = {};

    private final FakeSessions sessions = new FakeSessions();
    private BatchApi api = new LivyApi(sessions, LivyApiTest.RULES, "1.2.3", Runnable::run);
    private HttpFront front;
    private RawHttp client;

    @BeforeEach
    void open() throws IOException {
        openFor(Authenticator.NONE);
    }

    private void openFor(Authenticator authenticator) throws IOException {
        front = HttpFront.open("127.0.0.1", 0, (request, answer) -> api.handle(request, answer), authenticator);
        client = new RawHttp(front.port());
    }

    @AfterEach
    void close() throws IOException {
        front.close();
    }

    private static byte[] head(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<Contract.Block> contract() throws IOException {
        return Contract.read(LivyApiTest.class, "contract.txt");
    }

    @ParameterizedTest
    @MethodSource
    void contract(Contract.Block block) throws IOException {
        block.check(client::send);
    }

    static List<Contract.Block> users() throws IOException {
        return Contract.read(HttpFrontTest.class, "users.txt");
    }

    @ParameterizedTest
    @MethodSource
    void users(Contract.Block block) throws IOException {
        front.close();
        openFor(Users.authenticator());
        api = new LivyApi(sessions, LivyApiTest.RULES, Users.access(block), AuditLog.NONE, "1.2.3", Runnable::run);
        block.check(client::send);
    }

    @Test
    void aUserIsBelievedFromListedAddressesOnly() throws IOException {
        front.close();
        openFor(new HeaderAuthenticator(
                Users.HEADER, List.of(AddressRange.parse("127.0.0.2").orElseThrow())));
        RawHttp.Answer answer = client.send("DELETE", "/batches/0", Map.of(Users.HEADER, "alice"), NOTHING);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text())
                .isEqualTo("{\"msg\":\"Remote-User is not believed from 127.0.0.1:"
                        + " session.auth.header.trusted-addresses does not have it.\"}");
        assertThat(answer.headers()).containsEntry("x-frame-options", "DENY");
    }

    @Test
    void theApiHearsOfTheUserButNotOfTheHeader() throws IOException {
        List<ApiRequest> asked = new ArrayList<>();
        api = (request, answer) -> {
            asked.add(request);
            answer.accept(new ApiAnswer.NotServing("not yet"));
        };
        front.close();
        openFor(Users.authenticator());
        client.send("GET", "/batches", Map.of(Users.HEADER, "alice", "X-Other", "o"), NOTHING);
        client.send("GET", "/batches", Map.of(), NOTHING);
        assertThat(asked).extracting(ApiRequest::user).containsExactly(Optional.of("alice"), Optional.empty());
        assertThat(asked.get(0).headers()).containsEntry("x-other", "o").doesNotContainKey("remote-user");
    }

    @Test
    void whatTheServerAnswersItselfTellsBrowsersWhatTheyMayNot() throws IOException {
        for (String head : List.of("nonsense\r\n\r\n", "GET /batches HTTP/9.9\r\nHost: x\r\n\r\n")) {
            RawHttp.Answer answer = client.send(head.getBytes(StandardCharsets.ISO_8859_1), NOTHING);
            assertThat(answer.headers())
                    .containsEntry("x-frame-options", "DENY")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsKey("content-security-policy");
        }
    }

    @Test
    void aBodyThatIsTooLongIsReadAndRefused() throws IOException {
        RawHttp.Answer answer = client.send("POST", "/batches", Map.of(), new byte[4 * 1024 * 1024]);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).startsWith("{\"msg\":\"The request is longer than 256 KiB");
        assertThat(sessions.created()).isZero();
    }

    @Test
    void aBodyInChunksIsTaken() throws IOException {
        String body = "{\"kind\":\"command\",\"command\":[\"true\"]}";
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        RawHttp.Answer answer = client.send(
                head("POST /batches HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "Connection: close"),
                chunked.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void expectIsAnsweredBeforeTheBodyIsSent() throws IOException {
        byte[] body = "{\"kind\":\"command\",\"command\":[\"true\"]}".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(head(
                            "POST /batches HTTP/1.1",
                            "Host: x",
                            "Expect: 100-continue",
                            "Connection: close",
                            "Content-Length: " + body.length));
            String go = new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII);
            assertThat(go).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write(body);
            assertThat(RawHttp.parse(socket.getInputStream().readAllBytes()).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aBodyThatWillNotBeTakenIsNotAskedFor() throws IOException {
        RawHttp.Answer answer = client.send(
                head(
                        "POST /batches HTTP/1.1",
                        "Host: x",
                        "Expect: 100-continue",
                        "Connection: close",
                        "Content-Length: 9999999"),
                NOTHING);
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void longAnswersAreCompressedOnRequest() throws IOException {
        RawHttp.Answer plain = client.send("GET", "/batches?detail=true", Map.of(), NOTHING);
        RawHttp.Answer refused =
                client.send("GET", "/batches?detail=true", Map.of("Accept-Encoding", "gzip;q=0"), NOTHING);
        RawHttp.Answer small =
                client.send("GET", "/batches?detail=true", Map.of("Accept-Encoding", "deflate, gzip;q=0.5"), NOTHING);
        assertThat(refused.text()).isEqualTo(plain.text());
        assertThat(small.headers()).containsEntry("content-encoding", "gzip").containsEntry("vary", "Accept-Encoding");
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes();
        assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain.text());
    }

    @Test
    void anyWriteGetsAKey() throws IOException {
        RawHttp.Answer answer = client.send("DELETE", "/batches/1", Map.of(), NOTHING);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("idempotency-key")).hasSize(36);
        assertThat(client.send("GET", "/batches/0", Map.of(), NOTHING).headers())
                .doesNotContainKey("idempotency-key");
    }

    @Test
    void notServingMayBeRepeated() throws IOException {
        api = (request, answer) -> answer.accept(new ApiAnswer.NotServing("not yet"));
        RawHttp.Answer answer = client.send("DELETE", "/batches/1", Map.of("Idempotency-Key", "k"), NOTHING);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("retry-after", "1").containsEntry("idempotency-key", "k");
        assertThat(answer.text()).isEqualTo("{\"msg\":\"not yet\"}");
    }

    @Test
    void anUnknownOutcomeMayNotBeRepeatedBlindly() throws IOException {
        api = (request, answer) -> answer.accept(new ApiAnswer.Unknown("lost"));
        RawHttp.Answer answer = client.send("DELETE", "/batches/1", Map.of("Idempotency-Key", "k"), NOTHING);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers())
                .containsEntry("x-ha-outcome", "unknown")
                .containsEntry("idempotency-key", "k")
                .doesNotContainKey("retry-after");
        assertThat(answer.text()).isEqualTo("{\"msg\":\"lost\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /batches HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /batches HTTP/1.1\r\n\r\n",
                "GET /batches HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /batches\u0000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /bat\u00e4ches HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /batches/..;/..%2f%2e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /batches/../../etc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /batches HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /batches HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /batches HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "TRACE /batches HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            })
    void nonsenseIsRefusedInJson(String head) throws IOException {
        RawHttp.Answer answer = client.send(head.getBytes(StandardCharsets.ISO_8859_1), NOTHING);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 505);
        assertThat(answer.status()).as(answer.text()).isNotEqualTo(500);
        assertThat(answer.text())
                .startsWith("{\"msg\":\"")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    @Test
    void longAddressesAndHeadersAreRefusedInJson() throws IOException {
        RawHttp.Answer address = client.send("GET", "/batches/" + "a".repeat(20_000), Map.of(), NOTHING);
        RawHttp.Answer header = client.send("GET", "/batches", Map.of("Accept", "a".repeat(20_000)), NOTHING);
        assertThat(List.of(address.status(), header.status())).containsExactly(414, 431);
        assertThat(List.of(address.text(), header.text())).allMatch(text -> text.startsWith("{\"msg\":\""));
    }

    @Test
    void hostileBodiesLeaveNothingBehind() throws IOException {
        for (byte[] body : Hostile.fields()) {
            Object before = sessions.content();
            RawHttp.Answer answer = client.send("POST", "/batches", Map.of(), body);
            String what = new String(body, 0, Math.min(200, body.length), StandardCharsets.UTF_8);
            if (answer.status() != 201) {
                assertThat(answer.status()).as(what).isBetween(400, 499);
                assertThat(answer.text()).as(what).startsWith("{\"msg\":\"");
                assertThat(sessions.content()).as(what).isEqualTo(before);
            }
        }
    }

    @Test
    void hostileTargetsAreRefusedInJson() throws IOException {
        for (String target : Hostile.targets()) {
            for (String method : List.of("GET", "DELETE")) {
                RawHttp.Answer answer = client.send(method, target, Map.of(), NOTHING);
                String what = method + " " + target + " " + answer.text();
                assertThat(answer.status()).as(what).isBetween(200, 499);
                if (answer.status() >= 400) {
                    assertThat(answer.text()).as(what).startsWith("{\"msg\":\"");
                }
            }
        }
    }

    @Test
    void aTakenPortIsOneSentence() {
        assertThatThrownBy(() -> HttpFront.open("127.0.0.1", front.port(), api))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on 127.0.0.1:%d, because it is taken or not an address of this host;"
                                .formatted(front.port())
                        + " end what listens there, or correct session.http.address");
    }
}
