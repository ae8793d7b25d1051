package io.understudy.ha.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code POST /ha/switchover}: checks what can be checked, asks the candidates themselves, and leaves the request. Body:
 * {@code {"to":"n2","epoch":7}}, both optional; {@code epoch} is the term that the operator saw.
 */
final class Switchover implements Order {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Standing.Identity identity;
    private final Standing standing;
    private final Candidates candidates;
    private final ControlDesk desk;

    private record Wish(Optional<String> to, Optional<Long> epoch) {}

    Switchover(Standing.Identity identity, Standing standing, Candidates candidates, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.candidates = candidates;
        this.desk = desk;
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
        candidates.ask(active.get().node(), wish.get().to(), problem -> {
            if (problem.isPresent()) {
                answer.accept(Reply.message(412, problem.get()));
            } else {
                leave(active.get().epoch(), wish.get().to(), answer);
            }
        });
    }

    private Optional<Reply> check(Wish wish, ActiveNode active) {
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
        return Optional.empty();
    }

    private static Optional<Reply> refuse(int status, String msg) {
        return Optional.of(Reply.message(status, msg));
    }

    private boolean isKnown(String node) {
        return identity.nodes().containsKey(node)
                || standing.cluster().members().stream().anyMatch(m -> m.node().equals(node));
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
