package io.understudy.ha.role;

import java.util.List;

/**
 * What an event leads to.
 *
 * @param role the role from now on
 * @param orders to be carried out in this order, after the role was published
 */
public record Step(Role role, List<Action> orders) {

    public Step {
        orders = List.copyOf(orders);
    }

    static Step to(Role role, Action... orders) {
        return new Step(role, List.of(orders));
    }
}
