package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.understudy.session.BatchRequest;
import io.understudy.session.RejectedRequest;
import io.understudy.session.RequestField;
import io.understudy.session.audit.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service's own description: that it is valid, and that it describes this service. */
final class OpenApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Class<?>> PAGES =
            Set.of(Route.Page.class, Route.PageWithoutSlash.class, Route.Style.class);

    private final BatchApi api = new LivyApi(new FakeSessions(), LivyApiTest.RULES, "1.2.3", Runnable::run);
    private final JsonNode document;

    OpenApiTest() throws IOException {
        document = JSON.readTree(ask("GET", "/openapi.json", "", "").body());
    }

    private ApiAnswer.Done ask(String method, String path, String query, String body) {
        List<ApiAnswer> answers = new ArrayList<>();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        api.handle(
                new ApiRequest(
                        method, path, query, Map.of(), bytes, Optional.empty(), Origin.UNKNOWN, Optional.empty()),
                answers::add);
        return (ApiAnswer.Done) answers.get(0);
    }

    @Test
    void itIsValid() {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document.toString());

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getPaths()).isNotEmpty();
        assertThat(result.getOpenAPI().getComponents().getSchemas()).isNotEmpty();
    }

    @Test
    void theValidatorFindsWhatIsWrong() {
        String wrong = document.toString().replaceFirst("\"responses\"", "\"answers\"");

        assertThat(new OpenAPIV3Parser().readContents(wrong).getMessages()).isNotEmpty();
    }

    @Test
    void itNamesEveryPathWithItsMethodsAndNoOther() throws Refusal {
        Set<Class<?>> described = new HashSet<>(PAGES);
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            Route route = Route.of(path.getKey().replace("{idOrName}", "7"));
            List<String> methods = names(path.getValue()).stream()
                    .map(method -> method.toUpperCase(Locale.ROOT))
                    .toList();
            assertThat(methods)
                    .as(path.getKey())
                    .containsExactlyInAnyOrder(route.allow().split(", ", -1));
            described.add(route.getClass());
        }
        assertThat(described).isEqualTo(Set.of(Route.class.getPermittedSubclasses()));
    }

    @Test
    void itNamesEveryFieldOfARequestAndNoOther() throws RejectedRequest {
        JsonNode properties = document.at("/components/schemas/BatchRequest/properties");
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            BatchRequest request = BatchRequest.read(Map.of(property.getKey(), example(property.getValue())));
            assertThat(request.fields()).as(property.getKey()).containsKey(property.getKey());
        }
        assertThat(properties.size()).isEqualTo(BatchRequest.class.getRecordComponents().length);
        assertThat(properties.size()).isEqualTo(RequestField.values().length);
        assertThatThrownBy(() -> BatchRequest.read(Map.of("colour", "red"))).isInstanceOf(RejectedRequest.class);
    }

    @Test
    void itNamesEveryParameterOfAQueryAndNoOther() {
        Set<String> named = new HashSet<>();
        document.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    List<String> query = new ArrayList<>();
                    for (JsonNode parameter : operation.get("parameters")) {
                        if (parameter.get("in").asText().equals("query")) {
                            query.add(parameter.get("name").asText());
                        }
                    }
                    assertThat(query).as(operation.get("summary").asText()).contains("doAs");
                    named.addAll(query);
                }));
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(QueryParameter.values())
                        .map(QueryParameter::label)
                        .toList());
    }

    @Test
    void itSaysOfEveryOperationThatWhoAsksMayBeUnknownOrRefused() {
        document.get("paths")
                .forEach(path -> path.forEach(operation -> assertThat(names(operation.get("responses")))
                        .as(operation.get("summary").asText())
                        .contains("401", "403")));
    }

    private static Object example(JsonNode schema) {
        return switch (schema.get("type").asText()) {
            case "integer" -> 7;
            case "array" -> List.of("x");
            case "object" -> Map.of("x", "y");
            default -> "command";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, '', 200, Home",
        "GET, /version, '', 200, Version",
        "GET, /sessions, '', 200, Sessions",
        "POST, /sessions, '', 501, Message",
        "GET, /batches, '', 200, Batches",
        "GET, /batches, detail=true, 200, Batches",
        "GET, /batches, from=x, 400, Message",
        "POST, /batches, detail=true, 201, Batch",
        "GET, /batches/{idOrName}, detail=true, 200, Batch",
        "GET, /batches/{idOrName}/state, '', 200, State",
        "GET, /batches/{idOrName}/log, '', 200, Log",
        "DELETE, /batches/{idOrName}, '', 200, Message",
    })
    void answersAreAsItSays(String method, String path, String query, int status, String schema) throws IOException {
        ApiAnswer.Done answer =
                ask(method, path.replace("{idOrName}", "0"), query, "{\"kind\":\"command\",\"command\":[\"true\"]}");
        JsonNode described = document.get("paths").get(path).get(method.toLowerCase(Locale.ROOT));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(described
                        .at("/responses/" + status + "/content/application~1json/schema/$ref")
                        .asText())
                .endsWith("/" + schema);
        check(schema, JSON.readTree(answer.body()), document.at("/components/schemas/" + schema));
    }

    /** Whether a value is what a schema says: every field that it names, and no other. */
    private void check(String where, JsonNode value, JsonNode schema) {
        if (schema.has("$ref")) {
            check(where, value, document.at(schema.get("$ref").asText().substring(1)));
        } else if (value.isNull()) {
            assertThat(schema.path("nullable").asBoolean())
                    .as("%s may be null", where)
                    .isTrue();
        } else if (schema.has("properties")) {
            assertThat(names(schema.get("properties"))).as(where).containsAll(names(value));
            assertThat(names(value)).as(where).containsAll(required(schema));
            value.properties()
                    .forEach(field -> check(
                            where + "." + field.getKey(),
                            field.getValue(),
                            schema.get("properties").get(field.getKey())));
        } else if (value.isArray()) {
            assertThat(schema.get("type").asText()).as(where).isEqualTo("array");
            value.forEach(item -> check(where + "[]", item, schema.get("items")));
        } else {
            assertThat(schema.get("type").asText()).as(where).isEqualTo(type(value));
            if (schema.has("enum")) {
                assertThat(schema.get("enum")).as(where).contains(value);
            }
        }
    }

    private static String type(JsonNode value) {
        return value.isInt() ? "integer" : value.isObject() ? "object" : value.isTextual() ? "string" : "other";
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> required(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }
}
