package io.understudy.session.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The last line of an export: without it the file is not whole.
 *
 * @param end always true
 * @param sessions how many nodes of sessions the file has, tombstones and unreadable ones too
 * @param logs how many nodes of logs it has
 * @param nextId the first session id that was not reserved, read after everything else: above all ids in the file
 * @param sha256 of all lines before, with their line ends, in hex
 */
record ExportTrailer(
        @JsonProperty(value = "end", required = true) boolean end,
        @JsonProperty(value = "sessions", required = true) int sessions,
        @JsonProperty(value = "logs", required = true) int logs,
        @JsonProperty(value = "nextId", required = true) int nextId,
        @JsonProperty(value = "sha256", required = true) String sha256) {}
