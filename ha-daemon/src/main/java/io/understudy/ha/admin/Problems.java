package io.understudy.ha.admin;

import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with the cluster as this node sees it, a sentence each. */
final class Problems {

    private final Standing.Identity identity;
    private final Standing standing;
    private final ControlDesk desk;

    Problems(Standing.Identity identity, Standing standing, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.desk = desk;
    }

    /**
     * Looks for all that is known.
     *
     * @param ids of all nodes
     * @param others what the other nodes said, by id
     */
    List<String> find(Collection<String> ids, Map<String, Peers.Seen> others) {
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
        ids.stream()
                .filter(id -> !id.equals(identity.node()))
                .forEach(id -> compare(id, Optional.ofNullable(others.get(id)), problems));
        problems.addAll(standing.problems());
        return problems;
    }

    private void compare(String id, Optional<Peers.Seen> heard, List<String> problems) {
        Optional<Map<String, @Nullable Object>> status =
                heard.filter(Peers.Seen::reachable).map(Peers.Seen::status);
        if (status.isEmpty()) {
            problems.add(id + " cannot be reached from " + identity.node());
            return;
        }
        Map<String, @Nullable Object> said = status.get();
        if (!id.equals(said.get("node"))) {
            problems.add("at the address of " + id + " answers node " + said.get("node"));
        }
        if (!identity.configHash().equals(said.get("configHash"))) {
            problems.add(id + " has another configuration than " + identity.node());
        }
        if (!identity.version().equals(said.get("version"))) {
            problems.add(id + " runs another version than " + identity.node());
        }
        disagreement(id, said).ifPresent(problems::add);
    }

    /** Of two that disagree one is late, or cut off from ZooKeeper. */
    private Optional<String> disagreement(String id, Map<String, @Nullable Object> said) {
        Object theirs = said.get("active") instanceof Map<?, ?> active ? active.get("node") : null;
        String ours = standing.cluster().active().map(ActiveNode::node).orElse(null);
        Object epoch = said.get("epoch");
        boolean differs = said.containsKey("active") && !Objects.equals(theirs, ours);
        return differs
                ? Optional.of(id + " takes " + name(theirs) + " for active (epoch " + epoch + "), " + identity.node()
                        + " " + name(ours) + " (epoch " + standing.cluster().epoch() + ")")
                : Optional.empty();
    }

    private static String name(@Nullable Object node) {
        return node == null ? "nobody" : node.toString();
    }
}
