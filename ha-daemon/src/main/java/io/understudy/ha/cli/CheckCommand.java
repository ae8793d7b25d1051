package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code haadmin check}: one verdict on the cluster for a monitoring system, with everything that is wrong. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Tells in one line whether the cluster is well, then what is wrong; exits as Nagios wants it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:OK: a node serves and nothing is wrong",
            "1:WARNING: a node serves, but something is wrong",
            "2:CRITICAL: no node serves",
            "3:UNKNOWN: no node answers, or the command was wrong"
        })
final class CheckCommand extends Verb {

    /** What monitoring systems know. */
    private enum Verdict {
        OK(0),
        WARNING(1),
        CRITICAL(2),
        UNKNOWN(3);

        private final int exitCode;

        Verdict(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    @Override
    public Integer call() {
        try {
            return judge(Sight.of(options()).json());
        } catch (Failure e) {
            return say(Verdict.UNKNOWN, String.valueOf(e.getMessage()), List.of());
        }
    }

    private Integer judge(JsonNode cluster) {
        List<String> problems = problems(cluster);
        boolean served = false;
        for (JsonNode node : cluster.path("nodes")) {
            served |= node.path("serving").asBoolean();
        }
        String office = cluster.path("active").asText() + " serves in epoch "
                + cluster.path("epoch").asText();
        if (!served && isOfZooKeeper(cluster)) {
            return say(Verdict.UNKNOWN, "no node answers from here; as ZooKeeper has it " + office, List.of());
        }
        if (!served) {
            return say(Verdict.CRITICAL, "no node serves", problems);
        }
        return problems.isEmpty()
                ? say(Verdict.OK, office, problems)
                : say(Verdict.WARNING, office + ", problems: " + problems.size(), problems);
    }

    /** Whom ZooKeeper names may serve: nobody here can tell. */
    private static boolean isOfZooKeeper(JsonNode cluster) {
        return cluster.has("source") && cluster.path("active").isTextual();
    }

    /** What the cluster's view names, and what each node says of itself. */
    private static List<String> problems(JsonNode cluster) {
        Set<String> problems = new LinkedHashSet<>();
        cluster.path("problems").forEach(problem -> problems.add(problem.asText()));
        cluster.path("nodes").forEach(node -> node.path("reasons").forEach(reason -> problems.add(reason.asText())));
        return new ArrayList<>(problems);
    }

    private Integer say(Verdict verdict, String summary, List<String> problems) {
        StringBuilder text = new StringBuilder("UNDERSTUDY " + verdict + " - " + summary);
        problems.forEach(problem -> text.append(System.lineSeparator()).append(problem));
        ObjectNode json = answer().put("verdict", verdict.name()).put("summary", summary);
        problems.forEach(json.putArray("problems")::add);
        tell(text.toString(), json);
        return verdict.exitCode;
    }
}
