package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen before a switchover of whether it will come about, and of what comes after. The nodes check again
 * themselves what has to be so.
 */
final class Preflight {

    private final List<Finding> findings = new ArrayList<>();

    /** How much something matters. */
    enum Grade {
        /** As it should be. */
        ok,
        /** To be known; nothing follows from it. */
        note,
        /** Not to be gone on with, unless by {@code --force}. */
        stop,
        /** It cannot come about. */
        no
    }

    /**
     * Something that was looked at.
     *
     * @param text a sentence without its end
     */
    record Finding(Grade grade, String text) {}

    private Preflight() {}

    /**
     * Looks at all that can be seen.
     *
     * @param cluster as {@code /ha/cluster} has it, with an active
     * @param to who shall be active next; anybody if null
     */
    static Preflight of(JsonNode cluster, @Nullable String to) {
        Preflight preflight = new Preflight();
        String active = cluster.path("active").asText();
        preflight.add(
                Grade.ok,
                active + " is active in epoch " + cluster.path("epoch").asText());
        JsonNode present = node(cluster, active);
        if (to == null) {
            preflight.anybody(cluster, present);
        } else {
            preflight.candidate(node(cluster, to), to, present);
        }
        if (cluster.path("pending").isObject()) {
            preflight.add(
                    Grade.no,
                    "a switchover is under way already, by "
                            + cluster.path("pending").path("by").asText());
        }
        cluster.path("problems").forEach(problem -> preflight.add(Grade.note, problem.asText()));
        return preflight;
    }

    private static JsonNode node(JsonNode cluster, String id) {
        for (JsonNode node : cluster.path("nodes")) {
            if (node.path("node").asText().equals(id)) {
                return node;
            }
        }
        return cluster.path("nodes").path(-1);
    }

    /** The best of the others counts; where none can take over, each says why. */
    private void anybody(JsonNode cluster, JsonNode active) {
        List<Preflight> others = new ArrayList<>();
        for (JsonNode node : cluster.path("nodes")) {
            if (!node.path("node").equals(active.path("node"))) {
                Preflight one = new Preflight();
                one.candidate(node, node.path("node").asText(), active);
                others.add(one);
            }
        }
        Optional<Preflight> best =
                others.stream().min(Comparator.comparing(Preflight::worst)).filter(one -> one.worst() != Grade.no);
        if (best.isPresent()) {
            findings.addAll(best.get().findings);
        } else {
            add(Grade.no, "no standby is ready");
            others.forEach(one -> findings.addAll(one.findings));
        }
    }

    private void candidate(JsonNode node, String id, JsonNode active) {
        if (node.isMissingNode()) {
            add(Grade.no, "there is no node " + id + " in this cluster");
        } else if (node.path("node").equals(active.path("node"))) {
            add(Grade.no, id + " is active already");
        } else if (!isReady(node)) {
            add(Grade.no, id + " is " + node.path("role").asText("unknown") + ", not a ready standby" + why(node));
        } else {
            add(Grade.ok, id + " is ready to take over");
            compare(node, id, active);
        }
    }

    /** In a pause nobody stands by, and whoever is asked by name may take over all the same. */
    private static boolean isReady(JsonNode node) {
        return node.path("reachable").asBoolean()
                && (node.path("role").asText().equals("standby")
                        || node.path("candidate").asBoolean());
    }

    private static String why(JsonNode node) {
        List<String> reasons = new ArrayList<>();
        node.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        return reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
    }

    private void compare(JsonNode node, String id, JsonNode active) {
        if (!node.path("configHash").equals(active.path("configHash"))) {
            add(Grade.stop, id + " has another configuration; haadmin config shows what differs");
        }
        if (!node.path("version").equals(active.path("version"))) {
            add(
                    Grade.note,
                    id + " runs version " + node.path("version").asText() + ", "
                            + active.path("node").asText() + " "
                            + active.path("version").asText());
        }
    }

    private void add(Grade grade, String text) {
        findings.add(new Finding(grade, text));
    }

    private Grade worst() {
        return findings.stream().map(Finding::grade).max(Grade::compareTo).orElse(Grade.ok);
    }

    /** What speaks against it most; empty if nothing does. */
    Optional<Finding> objection() {
        Grade worst = worst();
        return worst.compareTo(Grade.stop) < 0
                ? Optional.empty()
                : findings.stream().filter(finding -> finding.grade() == worst).findFirst();
    }

    void print(String source, PrintWriter out) {
        out.println("pre-flight, as " + source + " sees it:");
        findings.forEach(finding -> out.printf("  %-4s  %s%n", finding.grade(), finding.text()));
    }

    void write(ArrayNode json) {
        findings.forEach(
                finding -> json.addObject().put("grade", finding.grade().name()).put("text", finding.text()));
    }
}
