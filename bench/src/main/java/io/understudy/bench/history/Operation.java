package io.understudy.bench.history;

/**
 * One call of one client, from its beginning to its answer. A request that was sent again is another operation, with the
 * same key.
 *
 * @param client who called
 * @param begun when, by the clock that all clients share, in nanoseconds
 * @param ended when its outcome was known; an unknown outcome has no end that counts
 */
public record Operation(int client, Call call, Outcome outcome, long begun, long ended) {

    /** An operation ends after it has begun. */
    public Operation {
        if (ended < begun) {
            throw new IllegalArgumentException("ends before it begins: " + call);
        }
    }
}
