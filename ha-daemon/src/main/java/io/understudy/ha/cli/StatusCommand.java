package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code haadmin status}: one table of all nodes. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows all nodes as one of them sees them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:a node is active and nothing is wrong",
            "3:no node answers",
            "5:a node is active, but something is wrong",
            "6:no node is active"
        })
final class StatusCommand extends Verb {

    @Override
    public Integer call() throws Failure {
        Nodes.Answer answer = nodes().get("/ha/cluster");
        if (isJson()) {
            out().println(answer.text().strip());
        } else {
            print(answer, out());
        }
        JsonNode cluster = answer.json();
        if (cluster.path("active").isNull()) {
            return Failure.NO_ACTIVE;
        }
        return cluster.path("problems").isEmpty() ? 0 : Failure.DEGRADED;
    }

    private static void print(Nodes.Answer answer, PrintWriter out) {
        JsonNode cluster = answer.json();
        out.printf(
                "cluster %s, epoch %s, active %s (as %s sees it)%n",
                cluster.path("cluster").asText(),
                cluster.path("epoch").asText(),
                cluster.path("active").asText("none").replace("null", "none"),
                answer.node());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "ROLE", "SERVING", "EPOCH", "ZOOKEEPER", "SINCE", "HELD", "VERSION"));
        cluster.path("nodes").forEach(node -> rows.add(row(node)));
        Table.print(rows, out);
        cluster.path("nodes")
                .forEach(node -> node.path("reasons")
                        .forEach(reason -> out.println(node.path("node").asText() + ": " + reason.asText())));
        cluster.path("problems").forEach(problem -> out.println("! " + problem.asText()));
    }

    private static List<String> row(JsonNode node) {
        return List.of(
                node.path("node").asText(),
                node.path("reachable").asBoolean() ? node.path("role").asText() : "unreachable",
                node.path("serving").asBoolean() ? "yes" : "no",
                node.path("epoch").asText("-"),
                node.path("zookeeper").asText("-"),
                node.path("since").asText("-").replaceFirst("\\.\\d+Z$", "Z"),
                node.path("held").asText("-"),
                node.path("version").asText("-"));
    }
}
