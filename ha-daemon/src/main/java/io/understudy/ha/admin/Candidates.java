package io.understudy.ha.admin;

import io.understudy.ha.node.ClusterView.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks those who could take over whether they would, before the active hands over. While the cluster is paused nobody shows
 * that it is ready, and everybody is asked.
 */
final class Candidates {

    private final Standing.Identity identity;
    private final Standing standing;
    private final Peers peers;
    private final StatusReport own;
    private final ControlDesk desk;

    Candidates(Standing.Identity identity, Standing standing, Peers peers, StatusReport own, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.peers = peers;
        this.own = own;
        this.desk = desk;
    }

    /**
     * Asks all at once. Replies exactly once: with nothing as soon as one of them is ready, else with a sentence.
     *
     * @param active who would hand over
     * @param to who alone may take over; anybody if empty
     */
    void ask(String active, Optional<String> to, Consumer<Optional<String>> problem) {
        boolean paused = desk.paused().isPresent();
        List<String> ready = standing.cluster().members().stream()
                .filter(member -> member.ready() || paused)
                .map(Member::node)
                .filter(node -> !node.equals(active) && to.map(node::equals).orElse(true))
                .toList();
        if (ready.isEmpty()) {
            problem.accept(Optional.of(
                    to.map(node -> node + " is not a ready standby.").orElse("No standby is ready.")));
            return;
        }
        AtomicInteger open = new AtomicInteger(ready.size());
        AtomicBoolean found = new AtomicBoolean();
        Queue<String> problems = new ConcurrentLinkedQueue<>();
        ready.forEach(node -> ask(node, against -> {
            against.ifPresent(problems::add);
            boolean first = against.isEmpty() && found.compareAndSet(false, true);
            boolean last = open.decrementAndGet() == 0;
            if (first) {
                problem.accept(Optional.empty());
            } else if (last && !found.get()) {
                problem.accept(Optional.of(String.join(" ", problems)));
            }
        }));
    }

    private void ask(String node, Consumer<Optional<String>> against) {
        if (node.equals(identity.node())) {
            against.accept(against(node, Optional.of(own.asJson())));
        } else {
            peers.ask(node, status -> against.accept(against(node, status)));
        }
    }

    /** What speaks against a node by its own words. */
    private static Optional<String> against(String node, Optional<Map<String, @Nullable Object>> status) {
        if (status.isEmpty()) {
            return Optional.of(node + " does not answer.");
        }
        Object role = status.get().get("role");
        // A node of an earlier release does not say whether it is a candidate; it knows no pauses either.
        boolean candidate =
                "standby".equals(role) || Boolean.TRUE.equals(status.get().get("candidate"));
        return candidate
                ? Optional.empty()
                : Optional.of(node + " is " + role + ", not a standby: "
                        + status.get().get("reasons"));
    }
}
