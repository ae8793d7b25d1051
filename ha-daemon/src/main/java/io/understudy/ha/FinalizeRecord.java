package io.understudy.ha;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FormatRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code control/finalize}: a request that the store have a newer format from the next term on ({@link FormatRequest}).
 * Who wins that term reads it; nobody else needs to.
 *
 * @param epoch in office when it was left; in any other the request is void
 * @param format that the store shall have
 * @param by the node through which it came
 */
record FinalizeRecord(String id, Epoch epoch, int format, String by, Instant at) {

    static final String NAME = FormatRequest.NAME;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a record; empty if it is not one. */
    static Optional<FinalizeRecord> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return Optional.of(new FinalizeRecord(
                    json.path("id").asText(),
                    new Epoch(json.path("epoch").asLong()),
                    json.path("format").asInt(),
                    json.path("by").asText(),
                    Instant.parse(json.path("at").asText())));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String toJson() {
        return JSON.createObjectNode()
                .put("id", id)
                .put("epoch", epoch.number())
                .put("format", format)
                .put("by", by)
                .put("at", at.toString())
                .toString();
    }

    /**
     * What became of it, as far as can be told from here.
     *
     * @param now the epoch now
     * @param present the store's format now
     */
    String fate(Epoch now, OptionalInt present) {
        if (!epoch.isBefore(now)) {
            return "requested";
        }
        return present.orElse(0) >= format ? "done" : "void";
    }
}
