package io.understudy.ha.gateway;

import java.util.function.Consumer;

/**
 * The service behind this gateway, on this node. Any thread may call; the call returns at once; the answer comes exactly
 * once, within a bounded time.
 */
public interface LocalService {

    /** Answers one request. */
    void handle(EdgeRequest request, Consumer<ServiceAnswer> answer);
}
