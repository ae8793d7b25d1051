package io.understudy.ha;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.PauseRequest;
import io.understudy.ha.membership.ControlRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code control/pause}: a request that nobody but the node of the last epoch take over for a while. Unlike the others it
 * outlives its epoch: it ends by ZooKeeper's clock, or when it is replaced by one that has no length.
 *
 * @param epoch in office when it was left
 * @param length zero if it takes a pause back
 * @param reason what an operator wrote; may be empty
 * @param by who asked, or the node through which it came
 */
record PauseRecord(String id, Epoch epoch, Duration length, String reason, String by, Instant at) {

    static final String NAME = PauseRequest.NAME;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a record; empty if it is not one. */
    static Optional<PauseRecord> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode seconds = json.path("seconds");
            return seconds.isInt()
                    ? Optional.of(new PauseRecord(
                            json.path("id").asText(),
                            new Epoch(json.path("epoch").asLong()),
                            Duration.ofSeconds(seconds.asInt()),
                            json.path("reason").asText(),
                            json.path("by").asText(),
                            Instant.parse(json.path("at").asText())))
                    : Optional.empty();
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What it asks for, having been written as {@code record}. */
    PauseRequest request(ControlRecord record) {
        return new PauseRequest(record.writtenAt(), length);
    }

    String kind() {
        return length.isZero() ? "resume" : "pause";
    }

    String toJson() {
        return JSON.createObjectNode()
                .put("format", 1)
                .put("id", id)
                .put("epoch", epoch.number())
                .put("seconds", Math.toIntExact(length.toSeconds()))
                .put("reason", reason)
                .put("by", by)
                .put("at", at.toString())
                .toString();
    }
}
