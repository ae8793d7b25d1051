package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.session.audit.Deed;
import io.understudy.session.audit.Origin;
import io.understudy.session.auth.AddressRange;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.HeaderAuthenticator;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users whom a proxy names, through a standby; the active believes no proxy at all. */
final class UsersTest {

    private static final Origin FROM = new Origin("127.0.0.1", "n1");

    private static final String HEADER = "X-Remote-User";
    private static final String NOBODY = "{\"msg\":\"Authentication is required: it is not known who asks.\"}";

    private final List<EdgeRequest> local = new CopyOnWriteArrayList<>();
    private TestNode standby;
    private TestNode active;

    @BeforeEach
    void start() throws Exception {
        standby = new TestNode("n1", trusting("127.0.0.1"));
        active = new TestNode("n2", trusting("192.0.2.1"));
        active.takeOffice(7, standby);
        standby.local = (request, answer) -> {
            local.add(request);
            answer.accept(Reply.json(200, Map.of()));
        };
    }

    @AfterEach
    void stop() {
        standby.close();
        active.close();
    }

    private static Authenticator trusting(String address) {
        return new HeaderAuthenticator(
                HEADER, List.of(AddressRange.parse(address).orElseThrow()));
    }

    @Test
    void theUserCrossesTheHopAndTheHeaderStays() throws Exception {
        assertThat(Http.send("POST", standby.http().resolve("/batches"), "{}", HEADER, "alice")
                        .statusCode())
                .isEqualTo(200);
        assertThat(active.served).singleElement().satisfies(request -> {
            assertThat(request.caller()).isEqualTo(new Caller(Optional.of("alice"), FROM));
            assertThat(request.headers()).doesNotContainKey("x-remote-user");
        });
        assertThat(standby.deeds).isEmpty();
        assertThat(active.deeds).isEmpty();
    }

    @Test
    void whoeverIsNotKnownGetsNoFurther() throws Exception {
        for (String path : List.of("/batches", "/version", "/ui/", "/", "/nothing")) {
            HttpResponse<String> answer = Http.get(standby.http().resolve(path), "Accept", "text/html");
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(NOBODY);
        }
        assertThat(Http.get(active.http().resolve("/ui/"), "Accept", "text/html")
                        .statusCode())
                .isEqualTo(401);
        assertThat(active.served).isEmpty();
    }

    @Test
    void aHeaderFromAnUnlistedAddressIsRefused() throws Exception {
        HttpResponse<String> answer = Http.get(active.http().resolve("/batches"), HEADER, "alice");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("X-Remote-User is not believed from 127.0.0.1");
        assertThat(active.served).isEmpty();
        assertThat(active.deeds)
                .containsExactly(
                        new Deed(Optional.empty(), new Origin("127.0.0.1", "n2"), "GET", "/batches", Map.of(), "403"));
    }

    @Test
    void aMarkDoesNotHelpAHeaderToBeBelieved() throws Exception {
        String mark = new MarkSigner(() -> active.cluster.secret())
                .sign(
                        new Mark("n1", new Epoch(7), new Caller(Optional.of("alice"), FROM), Optional.empty()),
                        "GET",
                        "/batches")
                .orElseThrow();

        assertThat(Http.get(active.http().resolve("/batches"), Mark.HEADER, mark, HEADER, "root")
                        .statusCode())
                .isEqualTo(200);
        assertThat(active.served).singleElement().satisfies(request -> {
            assertThat(request.caller()).isEqualTo(new Caller(Optional.of("alice"), FROM));
            assertThat(request.headers()).doesNotContainKey("x-remote-user");
        });
        String forged = mark.substring(0, mark.length() - 2) + "xx";
        assertThat(Http.get(active.http().resolve("/batches"), Mark.HEADER, forged, HEADER, "root")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRequestThatIsRefusedIsNotRead() throws Exception {
        try (RawClient client = new RawClient(standby.http())) {
            client.head("POST /batches HTTP/1.1", "Host: x", "Content-Length: 100000", "Expect: 100-continue");

            assertThat(client.line()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void probesNeedNobodyAndOrdersDo() throws Exception {
        assertThat(Http.get(standby.http().resolve("/ha/status")).statusCode()).isEqualTo(200);
        assertThat(Http.get(standby.http().resolve("/metrics"), HEADER, "a b").statusCode())
                .isEqualTo(200);
        assertThat(Http.send("POST", standby.http().resolve("/ha/pause"), "").statusCode())
                .isEqualTo(401);
        assertThat(Http.send("POST", standby.http().resolve("/ha/pause"), "", HEADER, "root")
                        .statusCode())
                .isEqualTo(200);
        assertThat(local)
                .extracting(EdgeRequest::caller)
                .containsExactly(Caller.NOBODY, Caller.NOBODY, new Caller(Optional.of("root"), FROM));
    }
}
