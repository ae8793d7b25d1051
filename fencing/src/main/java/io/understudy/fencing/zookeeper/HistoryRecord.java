package io.understudy.fencing.zookeeper;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import io.understudy.fencing.Candidate;
import io.understudy.fencing.SwitchoverRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is written to {@code history/<epoch>} in the transaction that wins it. Whoever holds office adds fields later.
 *
 * @param format of the store from that epoch on
 * @param from who held office before
 * @param cause why the term before was over, as far as the winner can tell
 * @param by who asked for it, null unless somebody did
 * @param reason in the words of who asked, null unless there are any
 * @param since when it was raised, by the clock of its node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HistoryRecord(
        int format,
        long epoch,
        String node,
        String incarnation,
        Predecessor from,
        Cause cause,
        @Nullable String by,
        @Nullable String reason,
        String since) {

    /**
     * The term before.
     *
     * @param node null if there was none
     * @param incarnation null if there was none
     */
    record Predecessor(
            @Nullable String node, long epoch, @Nullable String incarnation) {}

    /** Why a term is over. */
    enum Cause {
        /** There was none. */
        FIRST,
        /** Somebody had asked for another node, and it had taken that up. */
        SWITCHOVER,
        /** It gave its office up by itself, or never came so far as to serve. */
        LEFT,
        /** It ended without a word while it served. */
        LOST;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HistoryRecord of(StoreHead head, EpochRecord raised, Candidate candidate) {
        EpochRecord before = head.epoch();
        Optional<SwitchoverRequest> request = head.requests()
                .switchover()
                .filter(wish -> wish.accepted() && wish.epoch().equals(before.number()));
        return new HistoryRecord(
                raised.format(),
                raised.epoch(),
                candidate.node(),
                candidate.incarnation(),
                new Predecessor(before.node(), before.epoch(), before.incarnation()),
                cause(head, request.isPresent()),
                request.flatMap(SwitchoverRequest::by).orElse(null),
                request.flatMap(SwitchoverRequest::reason).orElse(null),
                raised.since());
    }

    /** Whoever hands over clears the sign that it serves before its lock is free. */
    private static Cause cause(StoreHead head, boolean asked) {
        if (head.epoch().node() == null) {
            return Cause.FIRST;
        }
        if (head.active().isPresent()) {
            return Cause.LOST;
        }
        return asked ? Cause.SWITCHOVER : Cause.LEFT;
    }
}
