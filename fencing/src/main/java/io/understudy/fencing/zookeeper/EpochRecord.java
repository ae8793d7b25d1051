package io.understudy.fencing.zookeeper;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreIdentity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code epoch}.
 *
 * @param uuid of the store
 * @param epoch in office
 * @param node in office, null before the first term
 * @param incarnation in office
 * @param session on which it was won, as ZooKeeper prints it
 * @param format of the store: what the term in office writes, and what a build must know to join
 * @param yarn identity of the YARN cluster, null before the first term
 * @param since when it was raised, by the clock of its node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record EpochRecord(
        String uuid,
        long epoch,
        @Nullable String node,
        @Nullable String incarnation,
        @Nullable String session,
        int format,
        @Nullable String yarn,
        String since) {

    static EpochRecord ofNewStore(UUID uuid, int format, Instant now) {
        return new EpochRecord(uuid.toString(), 0, null, null, null, format, null, now.toString());
    }

    EpochRecord raisedBy(Candidate candidate, long sessionId, int newFormat, Instant now) {
        return new EpochRecord(
                uuid,
                epoch + 1,
                candidate.node(),
                candidate.incarnation(),
                hex(sessionId),
                newFormat,
                candidate.yarn(),
                now.toString());
    }

    StoreIdentity identity() {
        return new StoreIdentity(UUID.fromString(uuid));
    }

    Epoch number() {
        return new Epoch(epoch);
    }

    /** Whether this epoch was raised by {@code candidate} on the session {@code sessionId}. */
    boolean isOf(Candidate candidate, long sessionId) {
        return candidate.incarnation().equals(incarnation) && hex(sessionId).equals(session);
    }

    private static String hex(long sessionId) {
        return "0x" + Long.toHexString(sessionId);
    }
}
