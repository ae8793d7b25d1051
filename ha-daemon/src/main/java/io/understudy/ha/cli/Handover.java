package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A planned switchover out of one term, as a client orders it and sees it through.
 *
 * @param cluster as it was seen then, with an active
 * @param seenBy the node that saw it
 */
record Handover(Nodes nodes, JsonNode cluster, String seenBy) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Of the term in office now.
     *
     * @param purpose what cannot be done without an active, as the end of a sentence
     */
    static Handover ofPresentTerm(Nodes nodes, String purpose) throws Failure {
        Nodes.Answer answer = nodes.get("/ha/cluster");
        if (!answer.json().path("active").isTextual()) {
            throw new Failure(Failure.NO_ACTIVE, "no node is active: " + purpose);
        }
        return new Handover(nodes, answer.json(), answer.node());
    }

    /** Who serves in that term. */
    String active() {
        return cluster.path("active").asText();
    }

    /** Of that term; an order is void in any other. */
    long epoch() {
        return cluster.path("epoch").asLong();
    }

    /**
     * Orders it and waits until a node serves in a later epoch.
     *
     * @param to who shall be active next; anybody if null
     * @param reason why, for the history
     * @param limit how long to wait
     * @return what is known of the cluster then
     */
    JsonNode perform(@Nullable String to, @Nullable String reason, Duration limit) throws Failure {
        long began = System.nanoTime();
        return await(order(to, reason), began, limit);
    }

    /**
     * Orders the active to step down, and waits until a node serves in a later epoch.
     *
     * @param reason why, for the history
     * @param limit how long to wait
     * @return what is known of the cluster then
     */
    JsonNode stepDown(@Nullable String reason, Duration limit) throws Failure {
        long began = System.nanoTime();
        Nodes.Answer answer = post("/ha/step-down", body(reason));
        if (answer.status() == 409 && isPresent()) {
            throw new Failure(Failure.REFUSED, "not stepped down: " + answer.msg());
        }
        return await(id(answer, "stepped down"), began, limit);
    }

    /** Whether the term is still in office, as far as can be seen. */
    private boolean isPresent() throws Failure {
        JsonNode now = nodes.get("/ha/cluster").json();
        return now.path("active").asText().equals(active()) && now.path("epoch").asLong() == epoch();
    }

    /** The node that serves, if any. */
    static Optional<String> server(JsonNode cluster) {
        for (JsonNode node : cluster.path("nodes")) {
            if (node.path("serving").asBoolean()) {
                return Optional.of(node.path("node").asText());
            }
        }
        return Optional.empty();
    }

    private String order(@Nullable String to, @Nullable String reason) throws Failure {
        ObjectNode body = body(reason);
        if (to != null) {
            body.put("to", to);
        }
        return id(post("/ha/switchover", body), "switched over");
    }

    private ObjectNode body(@Nullable String reason) {
        ObjectNode body = JSON.createObjectNode().put("epoch", epoch()).put("by", Nodes.USER);
        if (reason != null) {
            body.put("reason", reason);
        }
        return body;
    }

    private Nodes.Answer post(String path, ObjectNode body) throws Failure {
        return nodes.post(path, body.toString());
    }

    /** The id of the request that was left. */
    private static String id(Nodes.Answer answer, String done) throws Failure {
        return switch (answer.status()) {
            case 202 -> answer.json().path("id").asText();
            case 409 -> throw new Failure(Failure.CHANGED, "not " + done + ": " + answer.msg());
            case 503 ->
                throw new Failure(Failure.UNKNOWN, answer.msg() + " Look with haadmin status before you repeat it");
            default -> throw new Failure(Failure.REFUSED, "not " + done + ": " + answer.msg());
        };
    }

    private JsonNode await(String request, long began, Duration limit) throws Failure {
        while (System.nanoTime() - began < limit.toNanos()) {
            JsonNode now = nodes.get("/ha/cluster").json();
            if (now.path("epoch").asLong() > epoch() && server(now).isPresent()) {
                return now;
            }
            if (fate(now, request).equals("refused")) {
                throw new Failure(Failure.REFUSED, "the active refused; haadmin status shows why");
            }
            pause(BETWEEN_LOOKS);
        }
        throw new Failure(
                Failure.UNKNOWN,
                "no node serves in a later epoch after " + limit.toMillis() / 1000.0 + " s. Look with haadmin status");
    }

    private static String fate(JsonNode cluster, String request) {
        for (JsonNode node : cluster.path("nodes")) {
            for (JsonNode entry : node.path("control")) {
                if (entry.path("id").asText().equals(request)) {
                    return entry.path("fate").asText();
                }
            }
        }
        return "";
    }

    /** A moment between two looks. */
    static void pause(Duration length) {
        CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS, Runnable::run))
                .join();
    }
}
