package io.understudy.ha.node;

import java.time.Instant;

/**
 * How a term came into office, by the clock of its node.
 *
 * @param elected the lock was taken
 * @param fenced the epoch was raised
 * @param recovered everything was read
 * @param serving it stood in the store that this node serves
 */
public record Phases(Instant elected, Instant fenced, Instant recovered, Instant serving) {}
