package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link Sight} as one screen. */
final class StatusTable {

    private static final List<String> HEAD =
            List.of("NODE", "ROLE", "STATE", "SERVING", "LEASE", "LAST SEEN", "VERSION", "TAGS", "ADDRESS");

    private final Sight sight;
    private final Instant now;

    /** @param now to tell how long ago something was */
    StatusTable(Sight sight, Instant now) {
        this.sight = sight;
        this.now = now;
    }

    void print(PrintWriter out) {
        JsonNode cluster = sight.json();
        out.printf(
                "cluster %s, epoch %s, active %s (as %s sees it)%n",
                text(cluster.path("cluster")),
                cluster.path("epoch").asText(),
                cluster.path("active").isTextual() ? cluster.path("active").asText() : "none",
                sight.source());
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        cluster.path("nodes").forEach(node -> rows.add(row(node)));
        Table.print(rows, out);
        Table.print(
                List.of(
                        List.of("health", health(cluster)),
                        List.of("failure tolerance", tolerance(cluster)),
                        List.of("ZooKeeper", zooKeeper(cluster)),
                        List.of("pause", pause(cluster.path("paused"))),
                        List.of("pending", pending(cluster.path("pending"))),
                        List.of("last failover", lastChange(cluster.path("lastChange")))),
                out);
        cluster.path("nodes")
                .forEach(node -> node.path("reasons")
                        .forEach(reason -> out.println(node.path("node").asText() + ": " + reason.asText())));
        cluster.path("problems").forEach(problem -> out.println("! " + problem.asText()));
    }

    private List<String> row(JsonNode node) {
        boolean reachable = node.path("reachable").asBoolean();
        return List.of(
                node.path("node").asText(),
                node.path("role").asText("unknown"),
                state(node),
                node.path("serving").asBoolean() ? "yes" : "no",
                node.path("serving").asBoolean() ? seconds(node.path("leaseMs").asLong()) : "-",
                reachable ? "now" : ago(node.path("seen")),
                text(node.path("version")),
                tags(node.path("tags")),
                text(node.path("http")).replaceFirst("^http://", ""));
    }

    /** In one word how a node is, whatever its role. */
    private static String state(JsonNode node) {
        if (!node.path("reachable").asBoolean()) {
            return node.path("member").asBoolean() ? "registered" : "unreachable";
        }
        return node.path("reasons").isEmpty() ? "ok" : "see below";
    }

    private static String health(JsonNode cluster) {
        int problems = cluster.path("problems").size();
        if (!cluster.path("active").isTextual()) {
            return "down: no node is active";
        }
        return problems == 0 ? "ok" : "degraded: " + problems + (problems == 1 ? " problem" : " problems");
    }

    private static String tolerance(JsonNode cluster) {
        int nodes = cluster.path("failureTolerance").asInt();
        return nodes == 1 ? "1 more node may fail" : (nodes == 0 ? "none" : nodes + " more nodes may fail");
    }

    /** Of whom it is not known is not told of. */
    private static String zooKeeper(JsonNode cluster) {
        List<String> cutOff = new ArrayList<>();
        for (JsonNode node : cluster.path("nodes")) {
            if (node.path("reachable").asBoolean()
                    && !node.path("zookeeper").asText("connected").equals("connected")) {
                cutOff.add(node.path("node").asText());
            }
        }
        String own = cluster.path("zookeeper").asText("-");
        return cutOff.isEmpty() ? own : own + ", but not " + String.join(", ", cutOff);
    }

    private static String pause(JsonNode paused) {
        if (!paused.isObject()) {
            return "none";
        }
        String reason = paused.path("reason").asText();
        return "until " + time(paused.path("until")) + " by "
                + paused.path("by").asText() + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private static String pending(JsonNode pending) {
        return pending.isObject()
                ? "switchover to " + pending.path("to").asText("anybody").replace("null", "anybody") + " by "
                        + pending.path("by").asText() + ", "
                        + pending.path("fate").asText()
                : "none";
    }

    private static String lastChange(JsonNode term) {
        return term.isObject()
                ? time(term.path("since")) + " epoch " + term.path("epoch").asText() + ": "
                        + term.path("from").path("node").asText() + " -> "
                        + term.path("node").asText() + " (" + term.path("cause").asText() + ")"
                : "none";
    }

    private String ago(JsonNode seen) {
        try {
            return seen.isTextual()
                    ? Math.max(
                                    0,
                                    Duration.between(Instant.parse(seen.asText()), now)
                                            .toSeconds()) + " s ago"
                    : "never";
        } catch (DateTimeException e) {
            return "never";
        }
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String time(JsonNode instant) {
        return instant.asText("-").replaceFirst("\\.\\d+Z$", "Z");
    }

    private static String tags(JsonNode tags) {
        List<String> words = new ArrayList<>();
        tags.forEach(tag -> words.add(tag.asText()));
        return words.isEmpty() ? "-" : String.join(",", words);
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : "-";
    }
}
