package io.understudy.fencing.zookeeper;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.understudy.fencing.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * What is written to {@code history/<epoch>} in the transaction that wins it. Whoever holds office adds fields later.
 *
 * @param format of the store from that epoch on
 * @param from who held office before
 * @param since when it was raised, by the clock of its node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HistoryRecord(int format, long epoch, String node, String incarnation, Predecessor from, String since) {

    /**
     * The term before.
     *
     * @param node null if there was none
     */
    record Predecessor(@Nullable String node, long epoch) {}

    static HistoryRecord of(EpochRecord before, EpochRecord raised, Candidate candidate) {
        return new HistoryRecord(
                raised.format(),
                raised.epoch(),
                candidate.node(),
                candidate.incarnation(),
                new Predecessor(before.node(), before.epoch()),
                raised.since());
    }
}
