package io.understudy.ha.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code POST /ha/finalize}: leaves the request that the store have the newest format that the members know, from the
 * next term on. It is refused while one of them runs an older build. Body: {@code {"epoch":7}}, optional: the term that
 * the operator saw.
 */
final class Finalization implements Order {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Standing.Identity identity;
    private final Standing standing;
    private final ControlDesk desk;

    Finalization(Standing.Identity identity, Standing standing, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.desk = desk;
    }

    @Override
    public void handle(EdgeRequest order, Consumer<Reply> answer) {
        Optional<JsonNode> seen = parse(order.body());
        OptionalInt present = standing.cluster().storeFormat();
        Map<String, Integer> builds = builds();
        int newest = builds.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        if (seen.isEmpty()) {
            answer.accept(Reply.message(422, "A finalization is {\"epoch\":<number>}, which is optional."));
        } else if (present.isEmpty() || !standing.cluster().zookeeper().equals("connected")) {
            answer.accept(Reply.message(503, "This node is not connected to ZooKeeper. Ask another one.")
                    .with("Retry-After", "5"));
        } else if (present.getAsInt() >= newest) {
            answer.accept(Reply.json(200, Map.of("format", present.getAsInt(), "done", true)));
        } else {
            check(seen.get(), builds, newest)
                    .ifPresentOrElse(answer, () -> leave(standing.cluster().epoch(), newest, answer));
        }
    }

    /** The newest format that the build of each living member knows, this node's among them. */
    private Map<String, Integer> builds() {
        Map<String, Integer> builds = new TreeMap<>();
        standing.cluster().members().forEach(member -> builds.put(member.node(), member.storeFormat()));
        builds.put(identity.node(), identity.storeFormat());
        return builds;
    }

    private Optional<Reply> check(JsonNode seen, Map<String, Integer> builds, int newest) {
        ClusterView cluster = standing.cluster();
        Optional<Epoch> served = cluster.active().map(ActiveNode::epoch);
        if (!served.equals(Optional.of(cluster.epoch()))) {
            return refuse(409, "No node is active: the format changes as one hands over to another.");
        }
        if (!seen.isMissingNode() && seen.asLong() != cluster.epoch().number()) {
            return refuse(409, "Epoch " + seen.asLong() + " is over: it is epoch " + cluster.epoch() + " now.");
        }
        String older = builds.entrySet().stream()
                .filter(build -> build.getValue() < newest)
                .map(build -> build.getKey() + " (up to " + build.getValue() + ")")
                .collect(Collectors.joining(", "));
        return older.isEmpty()
                ? Optional.empty()
                : refuse(
                        412,
                        "Members run builds that do not know format " + newest + ": " + older
                                + ". Install the newer release on them, start them again, and repeat this.");
    }

    private static Optional<Reply> refuse(int status, String msg) {
        return Optional.of(Reply.message(status, msg));
    }

    private void leave(Epoch epoch, int format, Consumer<Reply> answer) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("epoch", epoch.number());
        wish.put("format", format);
        wish.put("done", false);
        desk.requestFormat(epoch, format, left -> answer.accept(Order.told(left, wish)));
    }

    /** The epoch that was seen, or a missing node; nothing if it is not a finalization. */
    private static Optional<JsonNode> parse(byte[] body) {
        try {
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            JsonNode epoch = json.path("epoch");
            if (!json.isObject() || !(epoch.isMissingNode() || epoch.isNull() || epoch.isIntegralNumber())) {
                return Optional.empty();
            }
            return Optional.of(epoch.isNull() ? JSON.missingNode() : epoch);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
