package io.understudy.ha.admin;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Something that an operator asks of the cluster by a POST. */
interface Order {

    /** Answers exactly once. */
    void handle(EdgeRequest order, Consumer<Reply> answer);

    /**
     * How a request is answered that was left.
     *
     * @param wish what was asked for: it is repeated beside the id
     */
    static Reply told(ControlDesk.Left left, Map<String, Object> wish) {
        if (left instanceof ControlDesk.Left.Standing standing) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", standing.id());
            json.putAll(wish);
            return Reply.json(202, json);
        }
        if (left instanceof ControlDesk.Left.Occupied occupied) {
            return Reply.message(409, occupied.why());
        }
        String why = left instanceof ControlDesk.Left.Failed failed ? failed.why() : "";
        return Reply.message(503, "The request could not be written to ZooKeeper: " + why)
                .with("Retry-After", "5");
    }
}
