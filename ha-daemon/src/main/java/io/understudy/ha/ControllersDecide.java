package io.understudy.ha;

import io.understudy.ha.admin.Authority;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses orders that are for the nodes' own election, where ZKFCs decide.
 *
 * @param others says who may give the orders that are left
 */
record ControllersDecide(Authority others) implements Authority {

    private static final Set<String> OF_THE_ELECTION = Set.of("/ha/switchover", "/ha/step-down", "/ha/pause");

    @Override
    public Optional<Reply> refusal(EdgeRequest order) {
        return OF_THE_ELECTION.contains(order.path())
                ? Optional.of(
                        Reply.message(
                                412,
                                "ZKFCs decide who is active here (ha.failover is zkfc): use haadmin -failover <active> <other>."))
                : others.refusal(order);
    }
}
