package io.understudy.session.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The service's own description, which {@code /openapi.json} gives: OpenAPI 3.0, from what the code itself goes by. */
final class OpenApi {

    private static final String ONE = "/batches/{idOrName}";

    private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();

    private OpenApi() {}

    /** One method of a path, under construction. */
    private static final class Operation {

        private final String summary;
        private final List<Map<String, Object>> parameters = new ArrayList<>();
        private final Map<String, Object> responses = new LinkedHashMap<>();
        private boolean takesBatch;

        Operation(String summary) {
            this.summary = summary;
        }

        Operation query(QueryParameter parameter, Map<String, Object> schema, String meaning) {
            return parameter("query", parameter.label(), schema, meaning);
        }

        Operation header(String name, String meaning) {
            return parameter("header", name, Schemas.text(), meaning);
        }

        Operation path(String name, String meaning) {
            return parameter("path", name, Schemas.text(), meaning);
        }

        /** What every operation can be told, and what can become of it before anything is looked at. */
        private Operation asAnybody() {
            return query(QueryParameter.DO_AS, Schemas.text(), "Who asks, if a superuser asks for somebody else.")
                    .refusal(401, "It is not known who asks.")
                    .refusal(403, "Who asks may not do this.")
                    .refusal(406, "No such version of the API.");
        }

        private Operation parameter(String in, String name, Map<String, Object> schema, String meaning) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", name);
            parameter.put("in", in);
            parameter.put("description", meaning);
            parameter.put("required", in.equals("path"));
            parameter.put("schema", schema);
            parameters.add(parameter);
            return this;
        }

        Operation body() {
            takesBatch = true;
            return this;
        }

        Operation answer(int status, String schema, String meaning) {
            Map<String, Object> content = Map.of("application/json", Map.of("schema", Schemas.reference(schema)));
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("description", meaning);
            response.put("content", content);
            responses.put(Integer.toString(status), response);
            return this;
        }

        Operation refusal(int status, String meaning) {
            return answer(status, "Message", meaning);
        }

        Operation redirect(String meaning) {
            responses.put("302", Map.of("description", meaning));
            return this;
        }

        /** The same without a body in its answers. */
        Map<String, Object> head() {
            Map<String, Object> empty = new LinkedHashMap<>();
            responses.forEach((status, response) -> empty.put(
                    status, Map.of("description", String.valueOf(((Map<?, ?>) response).get("description")))));
            return described(empty);
        }

        Map<String, Object> whole() {
            return described(responses);
        }

        private Map<String, Object> described(Map<String, Object> answers) {
            Map<String, Object> operation = new LinkedHashMap<>();
            operation.put("summary", summary);
            operation.put("parameters", parameters);
            if (takesBatch) {
                operation.put(
                        "requestBody",
                        Map.of(
                                "required",
                                true,
                                "content",
                                Map.of("application/json", Map.of("schema", Schemas.reference("BatchRequest")))));
            }
            operation.put("responses", answers);
            return operation;
        }
    }

    /**
     * The whole document.
     *
     * @param version of this build
     */
    static Map<String, Object> document(String version) {
        OpenApi api = new OpenApi();
        api.describeBatches();
        api.describeBatch();
        api.describeRest();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "Understudy");
        info.put(
                "description",
                "Batch sessions on YARN, as Apache Livy's /batches. Any node answers for any batch at any time.");
        info.put("version", version);
        info.put("license", Map.of("name", "Apache-2.0"));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.0.3");
        document.put("info", info);
        document.put("paths", api.paths);
        document.put("components", Map.of("schemas", Schemas.all()));
        return document;
    }

    private void describeBatches() {
        get(
                "/batches",
                new Operation("Lists batches, ids ascending.")
                        .query(QueryParameter.FROM, Schemas.integer(), "How many to skip.")
                        .query(
                                QueryParameter.SIZE,
                                Schemas.integer(),
                                "How many to give at most: %d unless it is said, and never more than %d."
                                        .formatted(ListQuery.USUAL_PAGE, ListQuery.LARGEST_PAGE))
                        .query(
                                QueryParameter.STATE,
                                Schemas.text(),
                                "Only those in this state, or in one of several with commas between.")
                        .query(QueryParameter.OWNER, Schemas.text(), "Only those of this owner.")
                        .query(QueryParameter.NAME, Schemas.text(), "Only those with this name, ended ones included.")
                        .query(QueryParameter.KIND, Schemas.kind(), "Only those of this kind.")
                        .query(QueryParameter.DETAIL, detail(), "Whether each has the key detail.")
                        .answer(200, "Batches", "A page; total is the number of batches that match.")
                        .refusal(400, "A parameter has no such value.")
                        .refusal(429, "Too many long lists are being put together.")
                        .refusal(503, "Nobody serves."));
        add(
                "/batches",
                "post",
                new Operation("Makes a batch.")
                        .query(QueryParameter.DETAIL, detail(), "Whether the batch has the key detail.")
                        .header("Idempotency-Key", "Requests with the same key make one batch.")
                        .body()
                        .answer(201, "Batch", "It is durable; Location names it.")
                        .refusal(400, "The request breaks a rule, or the name is taken. Nothing was kept.")
                        .refusal(410, "This request made a batch that was deleted since.")
                        .refusal(413, "The request is too long.")
                        .refusal(422, "The key belongs to another request.")
                        .refusal(429, "There are as many live batches as there may be. Nothing was kept.")
                        .refusal(503, "Nobody serves. With Retry-After: nothing was done."));
    }

    private void describeBatch() {
        get(
                ONE,
                one("Gives a batch.")
                        .query(QueryParameter.DETAIL, detail(), "Whether it has the key detail.")
                        .answer(200, "Batch", "The batch."));
        add(
                ONE,
                "delete",
                one("Deletes a batch and has its application killed.")
                        .header("Idempotency-Key", "Requests with the same key delete one batch.")
                        .answer(200, "Message", "It is deleted.")
                        .refusal(422, "The key belongs to another request."));
        get(ONE + "/state", one("Gives the state of a batch.").answer(200, "State", "Its state."));
        get(
                ONE + "/log",
                one("Reads lines of a batch's log, which only grows.")
                        .query(
                                QueryParameter.FROM,
                                Schemas.integer(),
                                "The first line; the last ones unless it is said.")
                        .query(
                                QueryParameter.SIZE,
                                Schemas.integer(),
                                "How many lines at most: 100 unless it is said, all if negative.")
                        .answer(200, "Log", "Some lines.")
                        .refusal(400, "A parameter is no integer."));
    }

    private void describeRest() {
        get("/version", new Operation("Says which version this is.").answer(200, "Version", "The version."));
        get(
                "/sessions",
                new Operation("Lists interactive sessions, of which there are none.")
                        .answer(200, "Sessions", "An empty page."));
        add("/sessions", "post", new Operation("Refuses an interactive session.").refusal(501, "There are none here."));
        get("/openapi.json", new Operation("Gives this document.").answer(200, "Document", "This document."));
        get(
                "/",
                new Operation("Says what this is.")
                        .answer(200, "Home", "Name, version and links.")
                        .redirect("To the page, for browsers."));
    }

    private static Operation one(String summary) {
        return new Operation(summary)
                .path("idOrName", "Digits are an id, anything else is a name.")
                .refusal(404, "There is no such batch.")
                .refusal(503, "Its record cannot be read, or nobody serves.");
    }

    private static Map<String, Object> detail() {
        return Map.of("type", "boolean");
    }

    /** Every GET can be asked for without its body. */
    private void get(String path, Operation operation) {
        operation.asAnybody();
        put(path, "get", operation.whole());
        put(path, "head", operation.head());
    }

    private void add(String path, String method, Operation operation) {
        put(path, method, operation.asAnybody().whole());
    }

    private void put(String path, String method, Map<String, Object> operation) {
        paths.computeIfAbsent(path, another -> new LinkedHashMap<>()).put(method, operation);
    }
}
