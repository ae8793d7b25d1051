package io.understudy.ha.admin;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code POST /ha/resume}: leaves the request that the pause end now. Its body may say who asks, {@code {"by":"..."}}. */
final class Resume implements Order {

    private final Standing standing;
    private final ControlDesk desk;

    Resume(Standing standing, ControlDesk desk) {
        this.standing = standing;
        this.desk = desk;
    }

    @Override
    public void handle(EdgeRequest request, Consumer<Reply> answer) {
        Optional<OrderBody> order = OrderBody.parse(request.body());
        if (order.isEmpty()) {
            answer.accept(Reply.message(422, "To resume is {\"by\":\"...\"}, which is optional."));
        } else if (order.get().isWithoutMotive()) {
            answer.accept(Reply.message(422, OrderBody.NO_MOTIVE));
        } else if (!standing.cluster().zookeeper().equals("connected")) {
            answer.accept(Reply.message(503, "This node is not connected to ZooKeeper. Ask another one.")
                    .with("Retry-After", "5"));
        } else if (desk.paused().isEmpty()) {
            answer.accept(Reply.json(200, Map.of("done", true)));
        } else {
            Map<String, Object> wish = new LinkedHashMap<>();
            Epoch epoch = standing.cluster().epoch();
            wish.put("epoch", epoch.number());
            wish.put("done", false);
            desk.requestResume(epoch, order.get().motive(request), left -> answer.accept(Order.told(left, wish)));
        }
    }
}
