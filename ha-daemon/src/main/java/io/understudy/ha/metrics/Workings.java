package io.understudy.ha.metrics;

import io.understudy.ha.node.NodeCounts;
import java.util.Optional;

/** What the parts of a node count and publish for its metrics alone. From memory; any thread may ask. */
public interface Workings {

    /** What the node has counted since it began. */
    NodeCounts counts();

    /** What its service is busy with; empty unless the node's gate is open. */
    Optional<Business> business();
}
