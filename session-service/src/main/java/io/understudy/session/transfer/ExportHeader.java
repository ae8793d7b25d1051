package io.understudy.session.transfer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The first line of an export.
 *
 * @param format of the file
 * @param cluster {@code ha.cluster.id}
 * @param uuid of the store
 * @param epoch in office when the export began
 * @param nextId when the export began; the one that counts is in the last line
 * @param yarn identity of the YARN cluster that the batches run on, null if nobody had held office
 * @param exportedAt when the export began, by the clock of the host that wrote it
 * @param version of the build that wrote it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExportHeader(
        @JsonProperty(value = "format", required = true) int format,
        @JsonProperty(value = "cluster", required = true) String cluster,
        @JsonProperty(value = "uuid", required = true) String uuid,
        @JsonProperty(value = "epoch", required = true) long epoch,
        @JsonProperty(value = "nextId", required = true) int nextId,
        @JsonProperty("yarn") @Nullable String yarn,
        @JsonProperty("exportedAt") @Nullable String exportedAt,
        @JsonProperty("version") @Nullable String version) {

    /** The format that this build writes, and the newest that it reads. */
    static final int FORMAT = 1;

    /** The first eight hex digits of the store's uuid, as they stand in YARN tags. */
    String brief() {
        return uuid.substring(0, 8);
    }
}
