package io.understudy.ha.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.io.IOException;
import java.util.Optional;

/**
 * What came with an order: a JSON object, in which the term may be named that the operator saw.
 *
 * @param epoch of that term
 */
record OrderBody(JsonNode json, Optional<Long> epoch) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a body; an empty one is an empty object. Nothing if it is no object, or its epoch no number. */
    static Optional<OrderBody> parse(byte[] body) {
        try {
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            JsonNode epoch = json.path("epoch");
            if (!json.isObject() || !(epoch.isMissingNode() || epoch.isNull() || epoch.isIntegralNumber())) {
                return Optional.empty();
            }
            return Optional.of(
                    new OrderBody(json, epoch.isIntegralNumber() ? Optional.of(epoch.asLong()) : Optional.empty()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The text of a field, if there is one. */
    Optional<String> text(String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /** Whether a field is neither a text nor left out. */
    boolean isNoText(String field) {
        JsonNode value = json.path(field);
        return !(value.isMissingNode() || value.isNull() || value.isTextual());
    }

    /** Whether the operator saw another term than {@code present}. */
    boolean isNotOf(Epoch present) {
        return epoch.filter(seen -> seen != present.number()).isPresent();
    }

    /** That the term is over which the operator saw. */
    String over(ActiveNode active) {
        return "Epoch " + epoch.map(String::valueOf).orElse("") + " is over: " + active.node() + " serves in epoch "
                + active.epoch() + ".";
    }
}
