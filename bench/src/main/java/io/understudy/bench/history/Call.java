package io.understudy.bench.history;

/** What a client asked for. */
public sealed interface Call {

    /**
     * A new batch.
     *
     * @param key names the request: sent again, it is the same request
     */
    record Create(String key) implements Call {}

    /** A batch as it is. */
    record Get(long id) implements Call {}

    /**
     * The end of a batch.
     *
     * @param key names the request
     */
    record Delete(long id, String key) implements Call {}
}
