package io.understudy.ha.gateway;

import java.util.function.Consumer;

/**
 * What every node answers by itself, whoever is active: {@code /ha/*}, {@code /metrics}, {@code /isActive}. Any thread
 * may call; the call returns at once; the answer comes exactly once.
 */
public interface LocalHandler {

    /** Answers one request. */
    void handle(EdgeRequest request, Consumer<Reply> answer);
}
