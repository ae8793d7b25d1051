package io.understudy.ha.admin;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code POST /ha/step-down}: the active hands over to whoever wins, and stays back itself. It is a switchover to nobody
 * in particular, refused where there is nobody. Body: {@code {"epoch":7,"by":"...","reason":"..."}}, all optional;
 * {@code epoch} is the term that the operator saw.
 */
final class StepDown implements Order {

    private final Standing standing;
    private final Candidates candidates;
    private final ControlDesk desk;

    StepDown(Standing standing, Candidates candidates, ControlDesk desk) {
        this.standing = standing;
        this.candidates = candidates;
        this.desk = desk;
    }

    @Override
    public void handle(EdgeRequest request, Consumer<Reply> answer) {
        Optional<OrderBody> order = OrderBody.parse(request.body());
        Optional<ActiveNode> active = standing.cluster().active();
        if (order.isEmpty()) {
            answer.accept(Reply.message(422, "To step down is {\"epoch\":<number>}, which is optional."));
        } else if (order.get().isWithoutMotive()) {
            answer.accept(Reply.message(422, OrderBody.NO_MOTIVE));
        } else if (active.isEmpty()) {
            answer.accept(Reply.message(409, "No node is active: nobody can step down."));
        } else if (order.get().isNotOf(active.get().epoch())) {
            answer.accept(Reply.message(409, order.get().over(active.get())));
        } else {
            candidates.ask(active.get().node(), Optional.empty(), problem -> {
                if (problem.isPresent()) {
                    answer.accept(Reply.message(409, problem.get()));
                } else {
                    leave(active.get(), order.get().motive(request), answer);
                }
            });
        }
    }

    private void leave(ActiveNode active, Motive motive, Consumer<Reply> answer) {
        desk.requestSwitchover(
                active.epoch(),
                Optional.empty(),
                motive,
                left -> answer.accept(
                        Order.told(left, Map.of("epoch", active.epoch().number()))));
    }
}
