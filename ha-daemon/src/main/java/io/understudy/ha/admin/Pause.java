package io.understudy.ha.admin;

import io.understudy.fencing.PauseRequest;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code POST /ha/pause}: leaves the request that for a while nobody but the active's node take over. Body:
 * {@code {"for":"2h","by":"...","reason":"...","epoch":7}}, all optional; {@code for} may be a number of seconds.
 */
final class Pause implements Order {

    private static final Duration USUAL = Duration.ofHours(2);

    private final Standing standing;
    private final ControlDesk desk;

    Pause(Standing standing, ControlDesk desk) {
        this.standing = standing;
        this.desk = desk;
    }

    @Override
    public void handle(EdgeRequest request, Consumer<Reply> answer) {
        Optional<OrderBody> order = OrderBody.parse(request.body());
        Optional<Duration> length = order.flatMap(given -> given.length("for", USUAL, PauseRequest.LONGEST));
        Optional<ActiveNode> active = standing.cluster().active();
        if (order.isEmpty() || length.isEmpty()) {
            answer.accept(Reply.message(
                    422,
                    "A pause is {\"for\":\"2h\",\"reason\":\"<text>\",\"epoch\":<number>}, all optional; it lasts from a"
                            + " second to " + PauseRequest.LONGEST.toHours() + " hours."));
        } else if (order.get().isWithoutMotive()) {
            answer.accept(Reply.message(422, OrderBody.NO_MOTIVE));
        } else if (active.isEmpty()) {
            answer.accept(Reply.message(409, "No node is active: a pause would keep it so."));
        } else if (order.get().isNotOf(active.get().epoch())) {
            answer.accept(Reply.message(409, order.get().over(active.get())));
        } else {
            leave(active.get(), length.get(), order.get().motive(request), answer);
        }
    }

    private void leave(ActiveNode active, Duration length, Motive motive, Consumer<Reply> answer) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("epoch", active.epoch().number());
        wish.put("seconds", length.toSeconds());
        desk.requestPause(active.epoch(), length, motive, left -> answer.accept(Order.told(left, wish)));
    }
}
