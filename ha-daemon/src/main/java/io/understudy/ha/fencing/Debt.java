package io.understudy.ha.fencing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A fencing that a term owes, as it stands in the term's record under {@code fencing}:
 * {@code {"node":"n1","incarnation":"...","epoch":6,"state":"done","tries":1,"by":"sshfence"}}.
 *
 * @param node whose process was in office
 * @param incarnation the process
 * @param epoch the term in which it was lost
 * @param tries how many have failed
 * @param by what has proven that it is dead; empty unless it is done
 * @param why what the last try said, or why there is none; empty if nothing was said
 */
public record Debt(
        String node,
        String incarnation,
        Epoch epoch,
        State state,
        int tries,
        Optional<String> by,
        Optional<String> why) {

    /** The field of the record. */
    public static final String FIELD = "fencing";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far a fencing is. */
    public enum State {
        /** It is still to be done, by this term or by the next. */
        OWED,
        /** The process is dead. */
        DONE,
        /** It was tried often enough. */
        FAILED,
        /** It would do harm now. */
        DROPPED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A fencing that was never tried. */
    public static Debt of(String node, String incarnation, Epoch epoch) {
        return new Debt(node, incarnation, epoch, State.OWED, 0, Optional.empty(), Optional.empty());
    }

    /** Whether it is still to be done. */
    public boolean isOwed() {
        return state == State.OWED;
    }

    /** The process is dead, as {@code proof} tells. */
    public Debt done(String proof) {
        return new Debt(node, incarnation, epoch, State.DONE, tries, Optional.of(proof), why);
    }

    /**
     * One more try has failed.
     *
     * @param most so many make it hopeless
     */
    public Debt tried(String reason, int most) {
        State next = tries + 1 < most ? State.OWED : State.FAILED;
        return new Debt(node, incarnation, epoch, next, tries + 1, by, Optional.of(reason));
    }

    /** It must not be done. */
    public Debt dropped(String reason) {
        return new Debt(node, incarnation, epoch, State.DROPPED, tries, by, Optional.of(reason));
    }

    /** As it stands in a record. */
    public static ArrayNode write(List<Debt> debts) {
        ArrayNode array = JSON.createArrayNode();
        for (Debt debt : debts) {
            ObjectNode json = array.addObject()
                    .put("node", debt.node)
                    .put("incarnation", debt.incarnation)
                    .put("epoch", debt.epoch.number())
                    .put("state", debt.state.label())
                    .put("tries", debt.tries);
            debt.by.ifPresent(proof -> json.put("by", proof));
            debt.why.ifPresent(reason -> json.put("why", reason));
        }
        return array;
    }

    /** Reads back what stands in a record; what cannot be read is left out. */
    public static List<Debt> read(JsonNode record) {
        List<Debt> debts = new ArrayList<>();
        record.path(FIELD).forEach(json -> of(json).ifPresent(debts::add));
        return debts;
    }

    private static Optional<Debt> of(JsonNode json) {
        for (State state : State.values()) {
            if (state.label().equals(json.path("state").asText())
                    && json.path("node").isTextual()
                    && json.path("incarnation").isTextual()
                    && json.path("epoch").asLong() > 0) {
                return Optional.of(new Debt(
                        json.path("node").asText(),
                        json.path("incarnation").asText(),
                        new Epoch(json.path("epoch").asLong()),
                        state,
                        json.path("tries").asInt(),
                        text(json.path("by")),
                        text(json.path("why"))));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
