package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.load.StandIn;
import io.understudy.local.daemons.NodeClient;
import io.understudy.session.testing.Contract;
import io.understudy.session.testing.RawHttp;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract's table, asked of the service alone, of an active and through a standby: the answers are the same. */
final class ContractIT {

    private static final byte[] NOTHING = {};

    private static Stage stage;
    private static Map<String, String> words = Map.of();
    private static Standalone alone;
    private static Process service;

    @BeforeAll
    static void open() throws IOException {
        Path dir = Stage.folder("contract");
        Map<String, String> settings = new HashMap<>(StandIn.settings(dir));
        settings.put("session.max-live", "3");
        stage = Stage.prepare(dir, "contract", 2, settings);
        words = Map.of("home", stage.standIn().home().toString());
        stage.servers().start();
        stage.startDaemons();
        alone = Standalone.over(stage, "alone", settings);
        service = alone.start();
    }

    @AfterAll
    static void close() throws IOException {
        if (service != null) {
            service.destroyForcibly();
        }
        stage.close();
    }

    /** A block that failed must not make the next one fail. */
    @AfterEach
    void deleteWhatIsLeft() throws IOException {
        for (Door door : List.of(Door.ALONE, Door.ACTIVE)) {
            NodeClient client = new NodeClient(door.address(stage, alone));
            for (JsonNode batch :
                    client.get("/batches?state=starting,running").json().path("sessions")) {
                client.delete("/batches/" + batch.path("id").asInt(), Map.of());
            }
        }
    }

    static Stream<Arguments> blocks() throws IOException {
        return Stream.of(
                        Door.times("contract.txt", Door.values()),
                        // A standby asks the active: what takes YARN long is not asked of both.
                        Door.times("spark.txt", Door.ALONE, Door.STANDBY),
                        Door.times("clients.txt", Door.ALONE, Door.STANDBY))
                .flatMap(table -> table);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("blocks")
    void contract(Door door, Contract.Block block) throws IOException {
        block.check(door.open(stage, alone)::send, words);
    }

    /** What the server that has the port refuses by itself, before any handler of ours. */
    @Test
    void whatIsNoRequestIsRefusedAlike() throws IOException {
        List<byte[]> requests = List.of(
                head("GET /batches/%zz HTTP/1.1", "Host: x"),
                head("GET /batches/%ff HTTP/1.1", "Host: x"),
                head("GET /batches/%00 HTTP/1.1", "Host: x"),
                head("GET /batches/a\\b HTTP/1.1", "Host: x"),
                head("GET /batches HTTP/1.1"),
                head("GET /batches HTTP/9.9", "Host: x"),
                head("POST /batches HTTP/1.1", "Host: x", "Content-Length: x"),
                head("POST /batches HTTP/1.1", "Host: x", "Content-Length: 300000", "Expect: 100-continue"));
        for (byte[] request : requests) {
            assertAlike(new String(request, StandardCharsets.ISO_8859_1), door -> door.send(request, NOTHING));
        }
    }

    @Test
    void whatIsTooLongIsRefusedAlike() throws IOException {
        RawHttp.Answer answer =
                assertAlike("a long body", door -> door.send("POST", "/batches", Map.of(), new byte[300_000]));
        assertThat(answer.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource
    void whoeverAsksFirstIsToldToGoOn(Door door) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(door.address(stage, alone).resolve("/batches"))
                .expectContinue(true)
                .timeout(Stage.LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"command\"}"))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("requirement failed: Command is required.");
    }

    private interface Question {

        RawHttp.Answer ask(RawHttp door) throws IOException;
    }

    private static RawHttp.Answer assertAlike(String what, Question question) throws IOException {
        List<RawHttp.Answer> answers = new ArrayList<>();
        for (Door door : Door.values()) {
            answers.add(question.ask(door.open(stage, alone)));
        }
        RawHttp.Answer first = answers.get(0);
        assertThat(first.status()).as(what).isBetween(400, 599);
        assertThat(answers).as(what).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(first.status());
            assertThat(answer.text()).isEqualTo(first.text());
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("x-frame-options", "DENY");
        });
        return first;
    }

    private static byte[] head(String... lines) {
        return (String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
