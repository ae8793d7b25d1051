package io.understudy.fencing.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.PauseRequest;
import io.understudy.fencing.SwitchoverRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The store's own records as JSON. */
final class RecordJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Made when this node reads its first record, not when it takes over. */
    private static final ObjectWriter EPOCHS = MAPPER.writerFor(EpochRecord.class);

    private static final ObjectWriter HISTORY = MAPPER.writerFor(HistoryRecord.class);

    private RecordJson() {}

    static byte[] bytes(EpochRecord epoch) {
        return bytes(EPOCHS, epoch);
    }

    static byte[] bytes(HistoryRecord history) {
        return bytes(HISTORY, history);
    }

    private static byte[] bytes(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the record that stands in {@code epoch}.
     *
     * @throws IOException if it is not one
     */
    static EpochRecord epoch(byte[] bytes) throws IOException {
        EpochRecord epoch = MAPPER.readValue(bytes, EpochRecord.class);
        try {
            epoch.identity();
            epoch.number();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException("neither a uuid nor an epoch is as it should be", e);
        }
        if (epoch.format() < 1) {
            throw new IOException("there is no format " + epoch.format());
        }
        return epoch;
    }

    /** Reads what stands in {@code control/finalize}; empty if it is not a request. */
    static Optional<FormatRequest> request(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            JsonNode format = json.path("format");
            return format.isInt()
                    ? epoch(json).map(epoch -> new FormatRequest(epoch, format.asInt()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads what stands in {@code control/pause}; empty if it is not a request.
     *
     * @param writtenAt in milliseconds of ZooKeeper's clock
     */
    static Optional<PauseRequest> pause(byte[] bytes, long writtenAt) {
        try {
            JsonNode seconds = MAPPER.readTree(bytes).path("seconds");
            return seconds.isInt()
                    ? Optional.of(
                            new PauseRequest(Instant.ofEpochMilli(writtenAt), Duration.ofSeconds(seconds.asInt())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads what stands in {@code control/switchover}; empty if it is not a request. */
    static Optional<SwitchoverRequest> switchover(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            return epoch(json)
                    .map(epoch -> new SwitchoverRequest(
                            epoch,
                            text(json, "to"),
                            json.path("accepted").asBoolean(),
                            text(json, "by"),
                            text(json, "reason")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static Optional<Epoch> epoch(JsonNode json) {
        JsonNode epoch = json.path("epoch");
        return epoch.isIntegralNumber() && epoch.canConvertToLong() && epoch.asLong() >= 0
                ? Optional.of(new Epoch(epoch.asLong()))
                : Optional.empty();
    }
}
