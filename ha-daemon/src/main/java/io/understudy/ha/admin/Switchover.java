package io.understudy.ha.admin;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code POST /ha/switchover}: checks what can be checked, asks the candidates themselves, and leaves the request. Body:
 * {@code {"to":"n2","epoch":7,"by":"...","reason":"..."}}, all optional; {@code epoch} is the term that the operator saw.
 */
final class Switchover implements Order {

    private final Standing.Identity identity;
    private final Standing standing;
    private final Candidates candidates;
    private final ControlDesk desk;

    Switchover(Standing.Identity identity, Standing standing, Candidates candidates, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.candidates = candidates;
        this.desk = desk;
    }

    @Override
    public void handle(EdgeRequest order, Consumer<Reply> answer) {
        Optional<OrderBody> wish = OrderBody.parse(order.body()).filter(given -> !given.isNoText("to"));
        if (wish.isEmpty()) {
            answer.accept(Reply.message(422, "A switchover is {\"to\":\"<node>\",\"epoch\":<number>}, both optional."));
            return;
        }
        if (wish.get().isWithoutMotive()) {
            answer.accept(Reply.message(422, OrderBody.NO_MOTIVE));
            return;
        }
        Optional<ActiveNode> active = standing.cluster().active();
        Optional<Reply> refusal = active.isEmpty()
                ? Optional.of(Reply.message(409, "No node is active: there is nothing to switch over."))
                : check(wish.get(), active.get());
        if (refusal.isPresent()) {
            answer.accept(refusal.get());
            return;
        }
        Optional<String> to = wish.get().text("to");
        candidates.ask(active.get().node(), to, problem -> {
            if (problem.isPresent()) {
                answer.accept(Reply.message(412, problem.get()));
            } else {
                leave(active.get().epoch(), to, wish.get().motive(order), answer);
            }
        });
    }

    private Optional<Reply> check(OrderBody wish, ActiveNode active) {
        Optional<String> to = wish.text("to");
        if (to.isPresent() && !isKnown(to.get())) {
            return refuse(422, "There is no node " + to.get() + " in this cluster.");
        }
        if (wish.isNotOf(active.epoch())) {
            return refuse(409, wish.over(active));
        }
        return to.filter(active.node()::equals).isPresent()
                ? refuse(409, active.node() + " is active already.")
                : Optional.empty();
    }

    private static Optional<Reply> refuse(int status, String msg) {
        return Optional.of(Reply.message(status, msg));
    }

    private boolean isKnown(String node) {
        return identity.nodes().containsKey(node)
                || standing.cluster().members().stream().anyMatch(m -> m.node().equals(node));
    }

    private void leave(Epoch epoch, Optional<String> to, Motive motive, Consumer<Reply> answer) {
        desk.requestSwitchover(
                epoch, to, motive, left -> answer.accept(Order.told(left, Map.of("epoch", epoch.number()))));
    }
}
