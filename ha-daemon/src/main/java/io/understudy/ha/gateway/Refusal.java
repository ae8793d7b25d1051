package io.understudy.ha.gateway;

import java.util.Map;

/** The answers of a gateway that can neither serve, forward nor hold a request any longer. */
final class Refusal {

    private Refusal() {}

    /**
     * Not processed by anybody; repeating it is safe.
     *
     * @param takeover whether somebody is about to serve
     */
    static Reply notProcessed(boolean takeover, String why) {
        return Reply.message(503, why + " Nothing was done; repeat the request.")
                .with("Retry-After", takeover ? "1" : "5");
    }

    /** Sent to a node that did not answer; only a repetition with the same key is safe. */
    static Reply outcomeUnknown(String key) {
        return Reply.json(
                        503,
                        Map.of(
                                "msg",
                                "The active was lost while it worked on this request, and no other took over in time:"
                                        + " it may or may not have been done. Repeat it with the header"
                                        + " 'Idempotency-Key: " + key + "': then it is done once."))
                .with("X-HA-Outcome", "unknown");
    }

    /** Came from a node that took this one for the active. */
    static Reply misdirected() {
        return Reply.message(421, "This node is not the active of that term.");
    }
}
