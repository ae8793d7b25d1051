package io.understudy.ha.node;

import java.util.Map;

/**
 * What a node has counted since it began.
 *
 * @param entered how often it came to each role, by the name in {@link NodeStatus}; no entry where it never did
 * @param writes what became of the writes of all its terms
 */
public record NodeCounts(Map<String, Long> entered, WriteCounts writes) {

    public NodeCounts {
        entered = Map.copyOf(entered);
    }
}
