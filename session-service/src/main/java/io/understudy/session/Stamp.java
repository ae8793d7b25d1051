package io.understudy.session;

import io.understudy.fencing.Epoch;
import java.time.Instant;

/**
 * When something was recorded and by whom.
 *
 * @param time by ZooKeeper's clock, so that the nodes' clocks do not matter
 * @param node the node in office
 * @param epoch its term
 */
public record Stamp(Instant time, String node, Epoch epoch) {}
