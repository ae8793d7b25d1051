package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Waits until every node that answers shows a request as it shall be. */
final class Heeding {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private Heeding() {}

    /**
     * Waits for what each node shows as {@code paused}.
     *
     * @param what is to be heeded
     * @return what the last of them shows
     */
    static JsonNode await(Nodes nodes, String what, Predicate<JsonNode> heeded) throws Failure {
        long began = System.nanoTime();
        while (true) {
            List<JsonNode> shown = new ArrayList<>();
            for (JsonNode node : nodes.get("/ha/cluster").json().path("nodes")) {
                if (node.path("reachable").asBoolean()) {
                    shown.add(node.path("paused"));
                }
            }
            if (!shown.isEmpty() && shown.stream().allMatch(heeded)) {
                return shown.get(shown.size() - 1);
            }
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new Failure(
                        Failure.UNKNOWN,
                        what + " was asked for, but not every node shows it after " + LIMIT.toSeconds()
                                + " s. Look with haadmin status");
            }
            Handover.pause(BETWEEN_LOOKS);
        }
    }
}
