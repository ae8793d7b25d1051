package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
 * @param ready whether it could take over, or has: the {@code ready} of its member record
 * @param back whether it stays back from the election for a switchover: the {@code back} of its member record
 * @param candidate whether it would take over if a switchover asked it to: a standby, or kept out by nothing but a pause
 * @param retryAt when it tries again to join the election, if it waits for that
 */
public record NodeStatus(
        String role,
        Epoch epoch,
        Instant since,
        List<String> reasons,
        boolean holdsLock,
        boolean ready,
        boolean back,
        boolean candidate,
        Optional<Instant> retryAt) {

    public NodeStatus {
        reasons = List.copyOf(reasons);
    }

    /** The role as it may be told: nobody is active who does not serve. */
    public String role(boolean serving) {
        return role.equals("active") && !serving ? "suspended" : role;
    }
}
