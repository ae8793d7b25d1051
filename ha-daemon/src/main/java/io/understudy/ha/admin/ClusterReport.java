package io.understudy.ha.admin;

import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.Member;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /ha/cluster}: all nodes as this one sees them. */
final class ClusterReport {

    private static final Set<String> PENDING = Set.of("requested", "accepted");

    private final Standing.Identity identity;
    private final Standing standing;
    private final StatusReport own;
    private final HistoryReport history;
    private final ControlDesk desk;
    private final Problems problems;

    ClusterReport(
            Standing.Identity identity, Standing standing, StatusReport own, HistoryReport history, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.own = own;
        this.history = history;
        this.desk = desk;
        this.problems = new Problems(identity, standing, desk);
    }

    /**
     * @param others what the other nodes said, by id
     */
    Map<String, @Nullable Object> asJson(Map<String, Peers.Seen> others) {
        ClusterView view = standing.cluster();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("cluster", identity.cluster());
        json.put("epoch", view.epoch().number());
        json.put("active", view.active().map(ClusterView.ActiveNode::node).orElse(null));
        json.put("zookeeper", view.zookeeper());
        json.put("failureTolerance", failureTolerance(view));
        json.put("paused", desk.paused().map(StatusReport::paused).orElse(null));
        json.put("pending", pending());
        json.put("lastChange", history.lastChange().orElse(null));
        json.put("nodes", ids().stream().map(id -> node(id, others)).toList());
        json.put("problems", problems.find(ids(), others));
        return json;
    }

    /** How many nodes may die, one after the other, before nobody serves. */
    private int failureTolerance(ClusterView view) {
        Optional<String> active = view.active().map(ClusterView.ActiveNode::node);
        return desk.paused().isPresent() || active.isEmpty()
                ? 0
                : Math.toIntExact(view.members().stream()
                        .filter(Member::ready)
                        .map(Member::node)
                        .filter(node -> !active.get().equals(node))
                        .count());
    }

    /** A switchover that was asked for and has not come about yet. */
    private @Nullable Object pending() {
        return desk.entries().stream()
                .filter(entry -> entry.kind().equals("switchover"))
                .filter(entry -> PENDING.contains(entry.fate()))
                .findFirst()
                .map(StatusReport::control)
                .orElse(null);
    }

    private List<String> ids() {
        return Stream.concat(
                        identity.nodes().keySet().stream(),
                        standing.cluster().members().stream().map(Member::node))
                .distinct()
                .toList();
    }

    private Map<String, @Nullable Object> node(String id, Map<String, Peers.Seen> others) {
        if (id.equals(identity.node())) {
            Map<String, @Nullable Object> json = own.asJson();
            json.put("seen", Instant.now().toString());
            json.put("reachable", true);
            return json;
        }
        Optional<Peers.Seen> seen = Optional.ofNullable(others.get(id));
        Map<String, @Nullable Object> json =
                new LinkedHashMap<>(seen.map(Peers.Seen::status).orElseGet(() -> unknown(id)));
        boolean reachable = seen.map(Peers.Seen::reachable).orElse(false);
        if (!reachable) {
            json.put("role", "unknown");
            json.put("serving", false);
        }
        json.put("seen", seen.map(s -> s.at().toString()).orElse(null));
        json.put("reachable", reachable);
        return json;
    }

    private Map<String, @Nullable Object> unknown(String id) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("cluster", identity.cluster());
        json.put("node", id);
        json.put("http", address(id));
        return json;
    }

    private @Nullable String address(String id) {
        return Optional.ofNullable(identity.nodes().get(id))
                .or(() -> standing.cluster().members().stream()
                        .filter(member -> member.node().equals(id))
                        .map(Member::http)
                        .findFirst())
                .map(URI::toString)
                .orElse(null);
    }
}
