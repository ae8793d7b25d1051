package io.understudy.ha.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /ha/switchover}: checks what can be checked, asks the candidate itself, and leaves the request. Body:
 * {@code {"to":"n2","epoch":7}}, both optional; {@code epoch} is the term that the operator saw.
 */
final class Switchover implements Order {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Standing.Identity identity;
    private final Standing standing;
    private final Peers peers;
    private final ControlDesk desk;
    private final StatusReport own;

    private record Wish(Optional<String> to, Optional<Long> epoch) {}

    Switchover(Standing.Identity identity, Standing standing, Peers peers, ControlDesk desk, StatusReport own) {
        this.identity = identity;
        this.standing = standing;
        this.peers = peers;
        this.desk = desk;
        this.own = own;
    }

    @Override
    public void handle(byte[] body, Consumer<Reply> answer) {
        Optional<Wish> wish = parse(body);
        if (wish.isEmpty()) {
            answer.accept(Reply.message(422, "A switchover is {\"to\":\"<node>\",\"epoch\":<number>}, both optional."));
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
        Epoch epoch = active.get().epoch();
        Optional<String> to = wish.get().to();
        if (to.isEmpty()) {
            leave(epoch, to, answer);
        } else {
            askCandidate(to.get(), problem -> {
                if (problem.isPresent()) {
                    answer.accept(Reply.message(412, problem.get()));
                } else {
                    leave(epoch, to, answer);
                }
            });
        }
    }

    private Optional<Reply> check(Wish wish, ActiveNode active) {
        ClusterView cluster = standing.cluster();
        if (wish.to().isPresent() && !isKnown(wish.to().get())) {
            return refuse(422, "There is no node " + wish.to().get() + " in this cluster.");
        }
        if (wish.epoch().isPresent() && wish.epoch().get() != active.epoch().number()) {
            return refuse(
                    409,
                    "Epoch " + wish.epoch().get() + " is over: " + active.node() + " serves in epoch " + active.epoch()
                            + ".");
        }
        if (wish.to().filter(active.node()::equals).isPresent()) {
            return refuse(409, active.node() + " is active already.");
        }
        boolean anybody = cluster.members().stream()
                .filter(member -> !member.node().equals(active.node()))
                .filter(member -> wish.to().isEmpty() || wish.to().get().equals(member.node()))
                .anyMatch(Member::ready);
        return anybody
                ? Optional.empty()
                : refuse(
                        412,
                        wish.to().map(to -> to + " is not a ready standby.").orElse("No standby is ready."));
    }

    private static Optional<Reply> refuse(int status, String msg) {
        return Optional.of(Reply.message(status, msg));
    }

    private boolean isKnown(String node) {
        return identity.nodes().containsKey(node)
                || standing.cluster().members().stream().anyMatch(m -> m.node().equals(node));
    }

    /** What speaks against the candidate by its own words. */
    private void askCandidate(String node, Consumer<Optional<String>> problem) {
        if (node.equals(identity.node())) {
            problem.accept(against(node, Optional.of(own.asJson())));
        } else {
            peers.ask(node, status -> problem.accept(against(node, status)));
        }
    }

    private static Optional<String> against(String node, Optional<Map<String, @Nullable Object>> status) {
        if (status.isEmpty()) {
            return Optional.of(node + " does not answer.");
        }
        Object role = status.get().get("role");
        return "standby".equals(role)
                ? Optional.empty()
                : Optional.of(node + " is " + role + ", not a standby: "
                        + status.get().get("reasons"));
    }

    private void leave(Epoch epoch, Optional<String> to, Consumer<Reply> answer) {
        desk.requestSwitchover(epoch, to, left -> answer.accept(Order.told(left, Map.of("epoch", epoch.number()))));
    }

    private static Optional<Wish> parse(byte[] body) {
        try {
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            JsonNode to = json.path("to");
            JsonNode epoch = json.path("epoch");
            boolean ok = json.isObject()
                    && (to.isMissingNode() || to.isNull() || to.isTextual())
                    && (epoch.isMissingNode() || epoch.isNull() || epoch.isIntegralNumber());
            return ok
                    ? Optional.of(new Wish(
                            to.isTextual() ? Optional.of(to.asText()) : Optional.empty(),
                            epoch.isIntegralNumber() ? Optional.of(epoch.asLong()) : Optional.empty()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
