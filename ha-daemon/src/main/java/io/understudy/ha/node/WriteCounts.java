package io.understudy.ha.node;

/**
 * What became of the fenced writes of a node, heartbeats among them.
 *
 * @param written durable
 * @param conflicting refused because of what they would have replaced
 * @param deposed refused because the epoch was another one
 * @param unknown whose outcome nobody could say
 */
public record WriteCounts(long written, long conflicting, long deposed, long unknown) {}
