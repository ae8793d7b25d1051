package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.session.testing.Contract;
import io.understudy.session.testing.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users whom a proxy on 127.0.0.1 names, on real daemons and through a standby: batches run as them, strangers see and do
 * no more than they may, and nobody becomes a user by what else a request says.
 */
final class UsersIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROXY = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String HEADER = "X-Remote-User";
    private static final String OPERATOR = System.getProperty("user.name");

    private static final Map<String, String> SETTINGS = Map.of(
            "session.auth.type", "header",
            "session.auth.header.trusted-addresses", PROXY,
            "session.superusers", "hue," + OPERATOR,
            "session.impersonation.enabled", "true",
            "session.access-control.enabled", "true",
            "session.access-control.allowed-users", "alice,bob,eve",
            "session.access-control.modify-users", "mona",
            "session.access-control.view-users", "vera",
            "session.csrf-protection.enabled", "true");

    private static Stage stage;
    private static Standalone alone;
    private static Process service;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("users", 2, SETTINGS);
        alone = Standalone.over(stage, "alone", SETTINGS);
        service = alone.start();
        // Whoever is not known is refused before it serves, too.
        await("the service to serve a user").atMost(Stage.LIMIT).until(UsersIT::servesAlone);
    }

    private static boolean servesAlone() throws IOException {
        RawHttp door = Door.ALONE.open(stage, alone);
        return door.send("GET", "/batches", Map.of(HEADER, "hue"), new byte[0]).status() == 200;
    }

    @AfterAll
    static void close() throws IOException {
        if (service != null) {
            service.destroyForcibly();
        }
        stage.close();
    }

    static Stream<Arguments> table() throws IOException {
        return Door.times("users.txt", Door.values());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void table(Door door, Contract.Block block) throws IOException {
        block.check(door.open(stage, alone)::send);
    }

    @Test
    void aBatchIsItsOwnersThroughEveryNodeAndAfterATakeover() throws IOException {
        String standby = stage.others(stage.active()).get(0);
        RawHttp.Answer created = as("alice", standby, "POST", "/batches", Stage.body("echo hello; sleep 300"));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        int id = JSON.readTree(created.body()).path("id").asInt();
        assertThat(created.text()).contains("\"owner\":\"alice\",\"proxyUser\":\"alice\"");
        await().atMost(Stage.LIMIT).until(() -> log("vera", standby, id).contains("hello"));
        assertThat(stage.yarn().applicationsOf(id))
                .singleElement()
                .satisfies(application ->
                        assertThat(application.path("user").asText()).isEqualTo("alice"));
        strangersSeeAndDoNothing(id);

        long epoch = stage.epoch(standby);
        String active = stage.active();
        stage.kill(active);
        stage.activeAfter(epoch);
        stage.joined(active);

        strangersSeeAndDoNothing(id);
        assertThat(as("hue", standby, "DELETE", "/batches/" + id + "?doAs=eve", "")
                        .status())
                .isEqualTo(403);
        assertThat(as("hue", standby, "DELETE", "/batches/" + id + "?doAs=alice", "")
                        .text())
                .isEqualTo("{\"msg\":\"deleted\"}");
    }

    @Test
    void whoDidWhatIsWrittenOnceWhereItIsDone() throws IOException {
        String active = stage.active();
        String standby = stage.others(active).get(0);
        RawHttp.Answer created = as("bob", standby, "POST", "/batches", Stage.body("echo audited"));
        int id = JSON.readTree(created.body()).path("id").asInt();
        assertThat(as("eve", standby, "DELETE", "/batches/" + id, "").status()).isEqualTo(403);
        assertThat(as("bob", standby, "DELETE", "/batches/" + id, "").status()).isEqualTo(200);

        String way = " client=" + PROXY + " via=" + standby + " node=" + active + " request=";
        assertThat(audited(active, id))
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("user=bob" + way + "\"POST /batches\"", " as=bob ", "result=201")
                                .doesNotContain("audited"),
                        line -> assertThat(line).contains("user=eve" + way + "\"DELETE /batches/" + id, "result=403"),
                        line -> assertThat(line).contains("user=bob" + way + "\"DELETE /batches/" + id, "result=200"));
        assertThat(audited(standby, id)).isEmpty();
    }

    /** What the audit log of a node says of a batch. */
    private static List<String> audited(String node, int id) throws IOException {
        try (Stream<String> lines = Files.lines(stage.node(node).log())) {
            return lines.filter(line -> line.contains(" io.understudy.audit: ") && line.contains(" batch=" + id + " "))
                    .toList();
        }
    }

    private static void strangersSeeAndDoNothing(int id) throws IOException {
        for (String node : stage.ids()) {
            RawHttp.Answer batch = as("eve", node, "GET", "/batches/" + id + "?detail=true", "");
            assertThat(batch.status()).as(batch.text()).isEqualTo(200);
            assertThat(batch.text()).endsWith("\"log\":[]}");
            RawHttp.Answer log = as("eve", node, "GET", "/batches/" + id + "/log", "");
            assertThat(log.status() + log.text()).isEqualTo("403{}");
            RawHttp.Answer deleted = as("eve", node, "DELETE", "/batches/" + id, "");
            assertThat(deleted.status() + deleted.text()).isEqualTo("403{}");
        }
    }

    @Test
    void nobodyBecomesAUserByAnythingElse() throws IOException {
        List<Map<String, String>> claims = List.of(
                Map.of(),
                Map.of("X-HA-User", "hue"),
                Map.of("X-HA-Caller", "hue", "Authorization", "Basic aHVlOmh1ZQ=="),
                Map.of("X-Forwarded-User", "hue", "X-Forwarded-For", PROXY));
        for (String node : stage.ids()) {
            for (Map<String, String> claim : claims) {
                for (String from : List.of(PROXY, ELSEWHERE)) {
                    RawHttp.Answer answer = ask(from, node, "GET", "/batches?doAs=alice", claim, "");
                    assertThat(answer.status()).as(claim + " from " + from).isEqualTo(401);
                    assertThat(answer.text())
                            .isEqualTo("{\"msg\":\"Authentication is required: it is not known who asks.\"}");
                }
            }
        }
    }

    @Test
    void aHeaderFromAnUnlistedAddressIsRefused() throws IOException {
        for (String node : stage.ids()) {
            for (Map<String, String> more : List.of(
                    Map.<String, String>of(),
                    Map.of("X-Forwarded-For", PROXY),
                    Map.of("Connection", "close, " + HEADER))) {
                Map<String, String> headers = new HashMap<>(more);
                headers.put(HEADER, "alice");
                headers.put("X-Requested-By", "alice");
                RawHttp.Answer answer = ask(ELSEWHERE, node, "POST", "/batches", headers, Stage.body("true"));
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text())
                        .isEqualTo("{\"msg\":\"X-Remote-User is not believed from 127.0.0.2:"
                                + " session.auth.header.trusted-addresses does not have it.\"}");
            }
        }
    }

    @Test
    void aForgedMarkIsRefused() throws IOException {
        for (String node : stage.ids()) {
            for (String mark : List.of("1.+bjE.1.+aHVl.-.AAAA", "1.+bjE.1.+aHVl.-", "hue", "")) {
                RawHttp.Answer answer =
                        ask(ELSEWHERE, node, "GET", "/batches", Map.of("X-HA-Forwarded", mark, HEADER, "hue"), "");
                assertThat(answer.status()).as(mark).isEqualTo(403);
                assertThat(answer.text()).startsWith("{\"msg\":\"");
            }
        }
    }

    @Test
    void ordersCannotBeForgedByAPage() throws IOException {
        for (String node : stage.ids()) {
            RawHttp.Answer answer = ask(PROXY, node, "POST", "/ha/pause", Map.of(HEADER, "hue"), "");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("{\"msg\":\"Missing Required Header for CSRF protection.\"}");
        }
    }

    @Test
    void ordersAreForSuperusersAndHaadminSaysWhoItIs() throws Exception {
        assertThat(as("alice", stage.active(), "POST", "/ha/pause", "").status())
                .isEqualTo(403);
        assertThat(ask(ELSEWHERE, stage.active(), "POST", "/ha/pause", Map.of(), "")
                        .status())
                .isEqualTo(401);
        for (List<String> order : List.of(List.of("pause", "--for", "2m", "--yes"), List.of("resume"))) {
            Command.Result result = haadmin(order);
            assertThat(result.exitCode()).as(result.toString()).isZero();
        }
    }

    private static Command.Result haadmin(List<String> order) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("--conf", stage.dir().resolve("conf").toString()));
        words.addAll(order);
        return Command.run(Map.of(), "haadmin", words.toArray(String[]::new));
    }

    private static List<String> log(String user, String node, int id) throws IOException {
        List<String> lines = new ArrayList<>();
        JsonNode log = JSON.readTree(
                as(user, node, "GET", "/batches/" + id + "/log", "").body());
        log.path("log").forEach(line -> lines.add(line.asText()));
        return lines;
    }

    /** A user's request, as the proxy passes it on. */
    private static RawHttp.Answer as(String user, String node, String method, String target, String body)
            throws IOException {
        Map<String, String> headers = Map.of(
                HEADER,
                user,
                "X-Requested-By",
                user,
                "Idempotency-Key",
                UUID.randomUUID().toString());
        return ask(PROXY, node, method, target, headers, body);
    }

    /** Any request, from an address of this host. */
    private static RawHttp.Answer ask(
            String from, String node, String method, String target, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n");
        if (!headers.containsKey("Connection")) {
            head.append("Connection: close\r\n");
        }
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), stage.node(node).http().getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            return RawHttp.parse(socket.getInputStream().readAllBytes());
        }
    }
}
