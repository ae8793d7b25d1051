package io.understudy.ha.node;

import io.understudy.fencing.Epoch;

/**
 * What clients of one node felt of a change of office, counted since somebody last began to serve.
 *
 * @param epoch in which somebody serves again
 * @param held how many requests had to wait
 * @param failed how many were refused, or ended with an unknown outcome
 */
public record Toll(Epoch epoch, long held, long failed) {}
