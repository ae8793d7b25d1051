package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.PathRules;
import io.understudy.session.Permit;
import io.understudy.session.RequestRules;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.audit.Deed;
import io.understudy.session.audit.Origin;
import io.understudy.session.service.Sessions;
import io.understudy.session.testing.Contract;
import io.understudy.session.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, against the API alone. */
final class LivyApiTest {

    static final RequestRules RULES =
            new RequestRules(new PathRules(URI.create("hdfs://nn:8020"), List.of("/jars")), false);

    private final FakeSessions sessions = new FakeSessions();
    private BatchApi api = new LivyApi(sessions, RULES, "1.2.3", Runnable::run);

    static List<Contract.Block> contract() throws IOException {
        return Contract.read(LivyApiTest.class, "contract.txt");
    }

    @ParameterizedTest
    @MethodSource
    void contract(Contract.Block block) throws IOException {
        block.check(this::ask);
    }

    static List<Contract.Block> users() throws IOException {
        return Contract.read(LivyApiTest.class, "users.txt");
    }

    @ParameterizedTest
    @MethodSource
    void users(Contract.Block block) throws IOException {
        api = new LivyApi(sessions, RULES, Users.access(block), AuditLog.NONE, "1.2.3", Runnable::run);
        block.check(this::ask);
    }

    private RawHttp.Answer ask(String method, String target, Map<String, String> headers, byte[] body) {
        String[] parts = target.split("\\?", 2);
        ApiAnswer.Done done = (ApiAnswer.Done) answer(new ApiRequest(
                method,
                parts[0],
                parts.length > 1 ? parts[1] : "",
                headers,
                body,
                Optional.ofNullable(headers.get(Users.HEADER.toLowerCase(Locale.ROOT))),
                Origin.UNKNOWN,
                Optional.ofNullable(headers.get("idempotency-key"))));
        Map<String, String> lowerCase = new TreeMap<>();
        done.headers().forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        return new RawHttp.Answer(done.status(), lowerCase, done.body());
    }

    private ApiAnswer answer(ApiRequest request) {
        List<ApiAnswer> answers = new ArrayList<>();
        api.handle(request, answers::add);
        assertThat(answers).as("answers to %s", request).hasSize(1);
        return answers.get(0);
    }

    private static ApiRequest get(String path, Map<String, String> headers) {
        return new ApiRequest(
                "GET", path, "", headers, new byte[0], Optional.empty(), Origin.UNKNOWN, Optional.empty());
    }

    @Test
    void whatChangesSomethingIsWrittenDownAndWhatIsReadIsNot() {
        List<Deed> deeds = new ArrayList<>();
        api = new LivyApi(sessions, RULES, Access.OPEN, deeds::add, "1.2.3", Runnable::run);
        Origin from = new Origin("10.0.0.5", "n1");

        ApiAnswer.Done made = (ApiAnswer.Done) answer(new ApiRequest(
                "POST",
                "/batches",
                "",
                Map.of(),
                "{\"kind\":\"command\",\"command\":[\"secret\"],\"name\":\"fresh\"}".getBytes(StandardCharsets.UTF_8),
                Optional.of("alice"),
                from,
                Optional.of("0123456789")));
        String id = made.headers().getOrDefault("Location", "").replace("/batches/", "");
        answer(get("/batches/" + id, Map.of()));
        answer(get("/nothing", Map.of()));
        answer(new ApiRequest(
                "DELETE", "/batches/gone", "", Map.of(), new byte[0], Optional.empty(), from, Optional.of("k")));

        assertThat(deeds)
                .containsExactly(
                        new Deed(
                                Optional.of("alice"),
                                from,
                                "POST",
                                "/batches",
                                Map.of("batch", id, "name", "fresh", "key", "01234567"),
                                "201"),
                        new Deed(
                                Optional.empty(),
                                from,
                                "DELETE",
                                "/batches/gone",
                                Map.of("batch", "gone", "key", "k"),
                                "404"));
    }

    @Test
    void whatWasReadIsNotSaidOnceTheGateIsShut() {
        sessions.shutGate();
        assertThat(answer(get("/batches", Map.of()))).isInstanceOf(ApiAnswer.NotServing.class);
        assertThat(answer(get("/batches/0", Map.of()))).isInstanceOf(ApiAnswer.NotServing.class);
        assertThat(answer(get("/batches/7", Map.of()))).isInstanceOf(ApiAnswer.NotServing.class);
        assertThat(answer(get("/version", Map.of()))).isInstanceOf(ApiAnswer.Done.class);
    }

    @Test
    void whoeverHasTooManyLiveBatchesIsToldToComeBack() {
        ApiAnswer.Done refused = (ApiAnswer.Done)
                Answers.created(new Sessions.LimitReached("there are 7."), new Disclosure(false, Permit.OPEN));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("Retry-After", "5");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"msg\":\"Rejected, Reason: there are 7.\"}");
    }
}
