package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a request of the service goes now. */
sealed interface Route {

    /** To the service of this node, which is in office. */
    record Here(Epoch epoch) implements Route {}

    /** To the node that serves. */
    record There(ActiveNode active) implements Route {}

    /** Nowhere yet. */
    record Wait() implements Route {}

    /** A node sent it here that took us for the active of another term: it must look again. */
    record Misdirected() implements Route {}

    /** The route of a request that came from a client. */
    static Route ofClient(
            String self, Optional<Epoch> open, Optional<ActiveNode> active, Predicate<ActiveNode> avoided) {
        if (open.isPresent()) {
            return new Here(open.get());
        }
        return active.filter(a -> !a.node().equals(self))
                .filter(avoided.negate())
                .<Route>map(There::new)
                .orElseGet(Wait::new);
    }

    /** The route of a request that another node forwarded: one hop, so never on. */
    static Route ofMarked(Epoch meant, Optional<Epoch> open, boolean holdsLock) {
        if (open.isPresent()) {
            return open.get().equals(meant) ? new Here(meant) : new Misdirected();
        }
        return holdsLock ? new Wait() : new Misdirected();
    }
}
