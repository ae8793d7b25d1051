package io.understudy.session.http;

import java.util.function.Consumer;

/**
 * The service's face to HTTP. Any thread may call; the call returns at once; the answer comes exactly once, within a
 * bounded time, on a thread of the service that must not be blocked.
 */
public interface BatchApi {

    /** Largest body that the service takes, in bytes: a record must fit into the store. Longer ones are answered 413. */
    int MAX_BODY_BYTES = 256 * 1024;

    /** Answers one request. */
    void handle(ApiRequest request, Consumer<ApiAnswer> answer);
}
