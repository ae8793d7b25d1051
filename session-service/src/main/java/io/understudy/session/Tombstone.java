package io.understudy.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What stays of a session that was deleted, or removed by retention: enough to answer its requests again without a second
 * job, and to kill the application of a deleted one whenever it shows.
 *
 * @param id the session's
 * @param tag the session's
 * @param key of the request that ordered the session
 * @param digest of that request
 * @param applicationId of the application that has to end, if there is one
 * @param deletion how it went
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
     * How a session went.
     *
     * @param request the request that deleted it; empty if retention removed it
     * @param time when that became durable, by ZooKeeper's clock
     */
    public record Deletion(Optional<Request> request, Instant time) {

        /** Deleted by a client. */
        public static Deletion ordered(IdempotencyKey key, String target, Instant time) {
            return new Deletion(Optional.of(new Request(key, target)), time);
        }

        /** Removed because it had ended long enough ago. */
        public static Deletion byRetention(Instant time) {
            return new Deletion(Optional.empty(), time);
        }

        /** Key of the request that deleted it. */
        public Optional<IdempotencyKey> key() {
            return request.map(Request::key);
        }
    }

    /**
     * A request to delete a session.
     *
     * @param key its idempotency key
     * @param target the id or name that it named
     */
    public record Request(IdempotencyKey key, String target) {}
}
