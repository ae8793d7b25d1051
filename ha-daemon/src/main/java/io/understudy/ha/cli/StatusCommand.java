package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code haadmin status}: one screen for the whole cluster. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows all nodes as one of them sees them, or, if none answers, as ZooKeeper has them; how many more may fail;",
            "what is paused or pending; the last failover; and below, with a !, what is wrong."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:a node is active and nothing is wrong",
            "3:neither a node nor ZooKeeper answers",
            "5:a node is active, but something is wrong",
            "6:no node is active"
        })
final class StatusCommand extends Verb {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** What is another at every look. */
    private static final List<String> RESTLESS = List.of("leaseMs", "seen", "held", "forwarding", "clockOffsetMs");

    @Option(
            names = {"-w", "--watch"},
            description = "Go on until interrupted: show it again whenever something has changed.")
    private boolean watch;

    @Override
    public Integer call() throws Failure {
        if (watch) {
            return watch();
        }
        Sight sight = Sight.of(options());
        print(sight);
        return exitCode(sight.json());
    }

    private static int exitCode(JsonNode cluster) {
        if (!cluster.path("active").isTextual()) {
            return Failure.NO_ACTIVE;
        }
        return cluster.path("problems").isEmpty() ? 0 : Failure.DEGRADED;
    }

    private void print(Sight sight) {
        if (isJson()) {
            out().println(sight.json());
        } else {
            new StatusTable(sight, Instant.now()).print(out());
        }
    }

    /** Ends when nobody reads any more. */
    private int watch() throws Failure {
        JsonNode last = JSON.nullNode();
        while (!out().checkError()) {
            ObjectNode seen = look();
            JsonNode still = still(seen);
            if (!still.equals(last)) {
                last = still;
                show(seen);
            }
            Handover.pause(BETWEEN_LOOKS);
        }
        return 0;
    }

    /** One that shows nothing is a sight, too: the next look may show more. */
    private ObjectNode look() throws Failure {
        try {
            Sight sight = Sight.of(options());
            ObjectNode json = sight.json().deepCopy();
            return json.put("seenBy", sight.source());
        } catch (Failure failure) {
            if (failure.exitCode() != Failure.UNREACHABLE) {
                throw failure;
            }
            return JSON.createObjectNode().put("format", 1).put("error", failure.getMessage());
        }
    }

    private void show(ObjectNode seen) {
        Instant now = Instant.now();
        if (isJson()) {
            out().println(seen.put("at", now.toString()));
        } else {
            out().println("--- " + now.toString().replaceFirst("\\.\\d+Z$", "Z"));
            if (seen.has("error")) {
                out().println(seen.path("error").asText());
            } else {
                new StatusTable(new Sight(seen.path("seenBy").asText(), seen), now).print(out());
            }
        }
    }

    private static JsonNode still(ObjectNode seen) {
        ObjectNode still = seen.deepCopy();
        for (JsonNode node : still.path("nodes")) {
            if (node instanceof ObjectNode fields) {
                fields.remove(RESTLESS);
            }
        }
        return still;
    }
}
