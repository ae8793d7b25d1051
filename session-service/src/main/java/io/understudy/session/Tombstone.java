package io.understudy.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What stays of a deleted session: enough to answer its requests again without a second job, and to kill its application
 * whenever it shows.
 *
 * @param id the session's
 * @param tag the session's
 * @param key of the request that ordered the session
 * @param digest of that request
 * @param applicationId of the application that has to end, if there is one
 * @param deletion the request that deleted it
 */
public record Tombstone(
        SessionId id,
        SessionTag tag,
        IdempotencyKey key,
        String digest,
        Optional<ApplicationId> applicationId,
        Deletion deletion)
        implements StoredRecord {

    /**
     * The request that deleted a session.
     *
     * @param key its idempotency key
     * @param target the id or name that it named
     * @param time when it became durable, by ZooKeeper's clock
     */
    public record Deletion(IdempotencyKey key, String target, Instant time) {}
}
