package io.understudy.ha.membership;

/**
 * A request to the cluster: never a decision, and void in any epoch but the one that it names.
 *
 * @param name such as {@code switchover}
 * @param json its content
 * @param version to name when it is replaced or deleted
 */
public record ControlRecord(String name, String json, int version) {}
