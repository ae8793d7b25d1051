package io.understudy.ha;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.SwitchoverRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code control/switchover}: a request that another node serve, for one epoch and void in any other.
 *
 * @param to the node it names; anybody if empty
 * @param by who asked, or the node through which it came
 * @param reason why, in their own words
 * @param accepted whether the active of that epoch has taken it up
 */
record SwitchoverRecord(
        String id, Epoch epoch, Optional<String> to, String by, Optional<String> reason, Instant at, boolean accepted) {

    static final String NAME = SwitchoverRequest.NAME;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a record; empty if it is not one. */
    static Optional<SwitchoverRecord> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return Optional.of(new SwitchoverRecord(
                    json.path("id").asText(),
                    new Epoch(json.path("epoch").asLong()),
                    text(json, "to"),
                    json.path("by").asText(),
                    text(json, "reason"),
                    Instant.parse(json.path("at").asText()),
                    json.path("accepted").asBoolean()));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    SwitchoverRecord accept() {
        return new SwitchoverRecord(id, epoch, to, by, reason, at, true);
    }

    /** What it asks for. */
    SwitchoverRequest request() {
        return new SwitchoverRequest(epoch, to, accepted, Optional.of(by), reason);
    }

    String toJson() {
        return JSON.createObjectNode()
                .put("format", 1)
                .put("id", id)
                .put("epoch", epoch.number())
                .put("to", to.orElse(null))
                .put("by", by)
                .put("reason", reason.orElse(null))
                .put("at", at.toString())
                .put("accepted", accepted)
                .toString();
    }

    /**
     * What became of it, as far as can be told from here.
     *
     * @param now the epoch now
     * @param active the node that serves now, if any
     */
    String fate(Epoch now, Optional<String> active) {
        if (!epoch.isBefore(now)) {
            return accepted ? "accepted" : "requested";
        }
        if (!accepted) {
            return "void";
        }
        return to.isEmpty() || to.equals(active) ? "done" : "elsewhere";
    }
}
