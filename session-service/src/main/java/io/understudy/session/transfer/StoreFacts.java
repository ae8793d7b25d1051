package io.understudy.session.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * What a store says of itself at one moment.
 *
 * @param uuid which store it is
 * @param epoch in office, or the last one that was
 * @param nextId the first session id that is not reserved
 * @param yarn identity of the YARN cluster that its batches run on; empty before the first term
 */
public record StoreFacts(UUID uuid, long epoch, int nextId, Optional<String> yarn) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The first eight hex digits of the uuid, as they stand in YARN tags. */
    public String brief() {
        return uuid.toString().substring(0, 8);
    }

    /**
     * Reads them; empty if there is no store.
     *
     * @throws TransferFailure if what stands there is not a store, or not a whole one
     */
    static Optional<StoreFacts> read(StoreReader reader) throws TransferFailure {
        Optional<StoredNode.Content> epoch = reader.content(StorePaths.EPOCH);
        Optional<StoredNode.Content> nextId = reader.content(StorePaths.NEXT_ID);
        if (epoch.isEmpty() && nextId.isEmpty()) {
            return Optional.empty();
        }
        if (epoch.isEmpty() || nextId.isEmpty()) {
            throw TransferFailure.refused("%s is not a whole store: %s is missing. Restore ZooKeeper's newest data"
                    .formatted(reader.where(), epoch.isEmpty() ? StorePaths.EPOCH : StorePaths.NEXT_ID));
        }
        try {
            return Optional.of(parse(epoch.get().data(), nextId.get().data()));
        } catch (IOException | IllegalArgumentException e) {
            throw TransferFailure.refused(
                    "%s is not a whole store: epoch or next-id cannot be read (%s). If an import was cut short there, remove %s and repeat it"
                            .formatted(
                                    reader.where(),
                                    e.getMessage(),
                                    reader.where().split(" ", 2)[0]));
        }
    }

    private static StoreFacts parse(byte[] epoch, byte[] nextId) throws IOException {
        JsonNode record = JSON.readTree(epoch);
        if (!record.path("epoch").isIntegralNumber()) {
            throw new IOException("epoch has no number");
        }
        return new StoreFacts(
                UUID.fromString(record.path("uuid").asText()),
                record.path("epoch").longValue(),
                Integer.parseInt(new String(nextId, StandardCharsets.UTF_8)),
                Optional.ofNullable(record.path("yarn").textValue()));
    }

    /**
     * Reads them where there must be a store.
     *
     * @throws TransferFailure also if there is none
     */
    static StoreFacts require(StoreReader reader) throws TransferFailure {
        return read(reader)
                .orElseThrow(() -> TransferFailure.refused("there is no store at " + reader.where()
                        + ". See ha.cluster.id and ha.zookeeper.quorum in the configuration"));
    }
}
