package io.understudy.ha.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.session.config.Format;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What came with an order: a JSON object, in which the term may be named that the operator saw.
 *
 * @param epoch of that term
 */
record OrderBody(JsonNode json, Optional<Long> epoch) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LINE = 200;

    /** How an order is refused whose motive is none. */
    static final String NO_MOTIVE =
            "Who asks and why, \"by\" and \"reason\", are one line of at most " + LONGEST_LINE + " characters each.";

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

    /**
     * How long something shall last: a text such as {@code 2h}, or a number of seconds.
     *
     * @param usual if the field is left out
     * @return empty if it is no such time, shorter than a second, or longer than {@code longest}
     */
    Optional<Duration> length(String field, Duration usual, Duration longest) {
        JsonNode given = json.path(field);
        Optional<Duration> length = Optional.empty();
        if (given.isMissingNode() || given.isNull()) {
            length = Optional.of(usual);
        } else if (given.isTextual()) {
            length = Format.duration().parse(given.asText());
        } else if (given.isInt()) {
            length = Optional.of(Duration.ofSeconds(given.asInt()));
        }
        return length.filter(time -> time.toSeconds() > 0 && time.compareTo(longest) <= 0);
    }

    /** Whether a field is neither a text nor left out. */
    boolean isNoText(String field) {
        JsonNode value = json.path(field);
        return !(value.isMissingNode() || value.isNull() || value.isTextual());
    }

    /** Whether one of the texts by which an order says who asks and why is none. */
    boolean isWithoutMotive() {
        return isNoLine("by") || isNoLine("reason");
    }

    private boolean isNoLine(String field) {
        String text = text(field).orElse("");
        return isNoText(field) || text.length() > LONGEST_LINE || text.chars().anyMatch(Character::isISOControl);
    }

    /** Who asks and why: whom the first node has authenticated, else what a client says of itself. */
    Motive motive(EdgeRequest order) {
        return new Motive(
                order.caller().user().or(() -> text("by")).filter(by -> !by.isEmpty()),
                text("reason").filter(reason -> !reason.isEmpty()));
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
