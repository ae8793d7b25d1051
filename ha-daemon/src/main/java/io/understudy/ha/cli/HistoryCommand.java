package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code haadmin history}: the terms that there have been, and why each began. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Shows who was active when, the newest first: why the term before was over, who asked for it, how long the new",
            "one took to win the fence, to read everything, and to say that it serves (ms, from the lock on), how many",
            "requests had to wait for it, or failed, at all nodes, and by what whoever was lost is fenced, if it is."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "2:that is no number of terms", "3:no node answers"})
final class HistoryCommand extends Verb {

    private static final int MOST = 1000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many terms at most (default: 20; at most 1000).")
    private int limit = 20;

    @Override
    public Integer call() throws Failure {
        if (limit < 1 || limit > MOST) {
            throw misused("--limit is a number from 1 to " + MOST);
        }
        JsonNode history = history();
        if (isJson()) {
            out().println(history);
        } else {
            print(history.path("terms"), out());
        }
        return 0;
    }

    private JsonNode history() throws Failure {
        try {
            return nodes().get("/ha/history?limit=" + limit).json();
        } catch (Failure failure) {
            return SecondSource.afterNodes(options(), failure).history(limit);
        }
    }

    private static void print(JsonNode terms, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "EPOCH", "SINCE", "FROM", "TO", "CAUSE", "BY", "FENCE", "READ", "SERVE", "HELD", "FAILED", "FENCED",
                "REASON"));
        terms.forEach(term -> rows.add(row(term)));
        Table.print(rows, out);
    }

    private static List<String> row(JsonNode term) {
        JsonNode phases = term.path("phases");
        return List.of(
                term.path("epoch").asText(),
                term.path("since").asText("-").replaceFirst("\\.\\d+Z$", "Z"),
                text(term.path("from").path("node")),
                text(term.path("node")),
                text(term.path("cause")),
                text(term.path("by")),
                millis(phases, "elected", "fenced"),
                millis(phases, "fenced", "recovered"),
                millis(phases, "recovered", "serving"),
                sum(term.path("requests"), "held"),
                sum(term.path("requests"), "failed"),
                fencing(term.path("fencing")),
                text(term.path("reason")));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : "-";
    }

    /** Over all nodes. */
    private static String sum(JsonNode requests, String field) {
        long sum = 0;
        for (JsonNode node : requests) {
            sum += node.path(field).asLong();
        }
        return requests.isObject() ? Long.toString(sum) : "-";
    }

    /** By what the death of each that was lost is proven, or why it is not. */
    private static String fencing(JsonNode debts) {
        List<String> states = new ArrayList<>();
        debts.forEach(
                debt -> states.add(debt.path(debt.has("by") ? "by" : "state").asText()));
        return states.isEmpty() ? "-" : String.join(",", states);
    }

    /** How long a phase took; a term that never served has none. */
    private static String millis(JsonNode phases, String from, String to) {
        try {
            Instant begin = Instant.parse(phases.path(from).asText());
            Instant end = Instant.parse(phases.path(to).asText());
            return String.format(Locale.ROOT, "%d", Duration.between(begin, end).toMillis());
        } catch (DateTimeException none) {
            return "-";
        }
    }
}
