package io.understudy.fencing.zookeeper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        return epoch;
    }
}
