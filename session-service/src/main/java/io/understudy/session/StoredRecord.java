package io.understudy.session;

import java.util.Optional;

/** What the store keeps under a session's id: the session or, once it was deleted, its tombstone. */
public sealed interface StoredRecord permits Session, Tombstone {

    /** The id, given once for all time. */
    SessionId id();

    /** The tag that its application carries, and no other. */
    SessionTag tag();

    /** The key under which it was ordered. */
    IdempotencyKey key();

    /** Digest of the request that ordered it. */
    String digest();

    /** Id of its application, once one was to be submitted or was found. */
    Optional<ApplicationId> applicationId();
}
