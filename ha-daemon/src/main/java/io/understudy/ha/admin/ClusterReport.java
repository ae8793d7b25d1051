package io.understudy.ha.admin;

import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /ha/cluster}: all nodes as this one sees them. */
final class ClusterReport {

    private final Standing.Identity identity;
    private final Standing standing;
    private final StatusReport own;
    private final ControlDesk desk;

    ClusterReport(Standing.Identity identity, Standing standing, StatusReport own, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.own = own;
        this.desk = desk;
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
        json.put("nodes", ids().map(id -> node(id, others)).toList());
        json.put("problems", problems(others));
        return json;
    }

    private Stream<String> ids() {
        return Stream.concat(
                        identity.nodes().keySet().stream(),
                        standing.cluster().members().stream().map(Member::node))
                .distinct();
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
        return json;
    }

    private List<String> problems(Map<String, Peers.Seen> others) {
        ClusterView view = standing.cluster();
        List<String> problems = new ArrayList<>();
        if (!view.zookeeper().equals("connected")) {
            problems.add("this node is not connected to ZooKeeper: what it sees may be old");
        }
        if (view.active().isEmpty()) {
            problems.add("no node is active");
        } else if (view.members().stream().filter(Member::ready).count() < 2) {
            problems.add("no other node is ready to take over");
        }
        desk.paused()
                .ifPresent(paused -> problems.add(
                        "the cluster is " + paused.sentence() + ": nobody takes over until then or until resume"));
        ids().filter(id -> !id.equals(identity.node())).forEach(id -> compare(id, others, problems));
        problems.addAll(standing.problems());
        return problems;
    }

    private void compare(String id, Map<String, Peers.Seen> others, List<String> problems) {
        Peers.Seen seen = others.get(id);
        if (seen == null || !seen.reachable()) {
            problems.add(id + " cannot be reached from " + identity.node());
            return;
        }
        Object name = seen.status().get("node");
        if (!id.equals(name)) {
            problems.add("at the address of " + id + " answers node " + name);
        }
        if (!identity.configHash().equals(seen.status().get("configHash"))) {
            problems.add(id + " has another configuration than " + identity.node());
        }
        if (!identity.version().equals(seen.status().get("version"))) {
            problems.add(id + " runs another version than " + identity.node());
        }
    }
}
