package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import java.time.Instant;
import java.util.List;

/**
 * What a node says of itself: an immutable picture, published through one volatile field by the node's thread after
 * every event. Whether it may say that it is active is asked of the gate at that moment, not read here.
 *
 * @param role name of the role as {@code /ha/status} shows it: starting, sidelined, standby, fencing, recovering, active,
 *     suspended, stepping-down, halted
 * @param epoch of the term held now or, without one, the last epoch seen
 * @param since when this role began, by this node's clock
 * @param reasons why it is not better, a sentence each
 * @param holdsLock whether this node holds the lock, as far as it knows
 */
public record NodeStatus(String role, Epoch epoch, Instant since, List<String> reasons, boolean holdsLock) {

    public NodeStatus {
        reasons = List.copyOf(reasons);
    }
}
