package io.understudy.ha.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.ha.gateway.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code /ha/history?limit=100}: the terms that there have been, the newest first, each as its record stands in the store.
 */
final class HistoryReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIMIT = "limit=";
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final Standing.Identity identity;
    private final Standing standing;

    HistoryReport(Standing.Identity identity, Standing standing) {
        this.identity = identity;
        this.standing = standing;
    }

    Reply answer(String query) {
        OptionalInt limit = limit(query);
        if (limit.isEmpty()) {
            return Reply.message(400, "'limit' is a number from 1 to " + MOST + ".");
        }
        ObjectNode json = JSON.createObjectNode().put("format", 1).put("cluster", identity.cluster());
        ArrayNode terms = json.putArray("terms");
        List<String> records = standing.history();
        for (int i = records.size() - 1; i >= 0 && terms.size() < limit.getAsInt(); i--) {
            parse(records.get(i)).ifPresent(terms::add);
        }
        return Reply.json(200, json);
    }

    /** The last term that followed upon another one, however that was over; empty if there was none yet. */
    Optional<JsonNode> lastChange() {
        List<String> records = standing.history();
        for (int i = records.size() - 1; i >= 0; i--) {
            Optional<JsonNode> change = parse(records.get(i))
                    .filter(term -> term.path("from").path("node").isTextual());
            if (change.isPresent()) {
                return change;
            }
        }
        return Optional.empty();
    }

    /** What is no record is left out: nobody but us writes there. */
    private static Optional<JsonNode> parse(String record) {
        try {
            return Optional.of(JSON.readTree(record)).filter(JsonNode::isObject);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static OptionalInt limit(String query) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(LIMIT)) {
                String digits = pair.substring(LIMIT.length());
                int limit = digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : 0;
                return limit >= 1 && limit <= MOST ? OptionalInt.of(limit) : OptionalInt.empty();
            }
        }
        return OptionalInt.of(USUAL);
    }
}
