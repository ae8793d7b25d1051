package io.understudy.ha.membership;

import java.time.Instant;

/**
 * A request to the cluster: never a decision, and, but for a pause, void in any epoch but the one that it names.
 *
 * @param name such as {@code switchover}
 * @param json its content
 * @param version to name when it is replaced or deleted
 * @param writtenAt by ZooKeeper's clock
 */
public record ControlRecord(String name, String json, int version, Instant writtenAt) {}
