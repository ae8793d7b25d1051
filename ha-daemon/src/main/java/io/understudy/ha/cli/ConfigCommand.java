package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code haadmin config}: what the nodes go by. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the configuration that the nodes go by, without what is secret: one line for what is the same on all",
            "nodes that answer, one for each node where it differs."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown",
            "3:no node answers",
            "5:shown, and something differs that must be the same on all nodes"
        })
final class ConfigCommand extends Verb {

    @Option(names = "--all", description = "Show the defaults of what is not set as well.")
    private boolean all;

    @Override
    public Integer call() throws Failure {
        Nodes nodes = nodes();
        Map<String, JsonNode> said = new LinkedHashMap<>();
        nodes.ids().forEach(id -> nodes.ask(id, "/ha/config").ifPresent(config -> said.put(id, config)));
        if (said.isEmpty()) {
            throw nodes.nobody();
        }
        Comparison comparison = Comparison.of(said);
        if (isJson()) {
            ObjectNode json = answer();
            ObjectNode byNode = json.putObject("nodes");
            said.forEach(byNode::set);
            comparison.differences().forEach(json.putArray("differences")::add);
            out().println(json);
        } else {
            print(comparison);
        }
        return comparison.differences().isEmpty() ? 0 : Failure.DEGRADED;
    }

    private void print(Comparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("KEY", "VALUE", "SET", "NODES"));
        for (Comparison.Line line : comparison.lines()) {
            if (all || line.set()) {
                rows.add(List.of(line.key(), line.value(), line.set() ? "yes" : "no", String.join(",", line.nodes())));
            }
        }
        Table.print(rows, out());
        comparison.differences().forEach(key -> out().println("! " + key + " must be the same on all nodes"));
    }
}
