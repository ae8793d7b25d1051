package io.understudy.fencing.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FormatRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The store's own records as JSON. */
final class RecordJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RecordJson() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
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
            JsonNode epoch = json.path("epoch");
            JsonNode format = json.path("format");
            boolean isOne =
                    epoch.isIntegralNumber() && epoch.canConvertToLong() && epoch.asLong() >= 0 && format.isInt();
            return isOne ? Optional.of(new FormatRequest(new Epoch(epoch.asLong()), format.asInt())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
