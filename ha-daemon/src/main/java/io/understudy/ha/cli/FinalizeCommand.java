package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code haadmin finalize}: ends an upgrade. The store gets the newest format, by a switchover. */
@Command(
        name = "finalize",
        mixinStandardHelpOptions = true,
        description = {
            "Ends an upgrade: from then on the store is written in the newest format, and no older release can join.",
            "The active hands over for it."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "1:refused, nothing was changed",
            "3:no node answers",
            "4:the format is not changed yet, or the outcome is unknown: repeat it",
            "6:no node is active",
            "7:the cluster changed meanwhile",
            "8:aborted at the prompt"
        })
final class FinalizeCommand extends Verb {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public Integer call() throws Failure {
        Nodes nodes = nodes();
        Handover handover = Handover.ofPresentTerm(nodes, "the store's format changes as one hands over to another");
        confirm("End the upgrade for good? " + handover.active()
                + " hands over for it, and no older release can join after that.");
        JsonNode request = order(nodes, handover.epoch());
        int format = request.path("format").asInt();
        if (request.path("done").asBoolean()) {
            tell(
                    "nothing to do: the store has format " + format + " already",
                    answer().put("result", "nothing to do").put("storeFormat", format));
        } else {
            JsonNode after = handOver(handover, format);
            verify(after, format);
        }
        return 0;
    }

    private static JsonNode order(Nodes nodes, long epoch) throws Failure {
        Nodes.Answer answer = nodes.post("/ha/finalize", "{\"epoch\":" + epoch + "}");
        return switch (answer.status()) {
            case 200, 202 -> answer.json();
            case 409 -> throw new Failure(Failure.CHANGED, "not finalized: " + answer.msg());
            case 503 -> throw new Failure(Failure.UNKNOWN, answer.msg() + " Repeat it");
            default -> throw new Failure(Failure.REFUSED, "not finalized: " + answer.msg());
        };
    }

    /** From here on something has changed: the request stands, whatever becomes of the switchover. */
    private static JsonNode handOver(Handover handover, int format) throws Failure {
        try {
            return handover.perform(null, "finalize", LIMIT);
        } catch (Failure e) {
            String stop = String.valueOf(e.getMessage()).endsWith(".") ? "" : ".";
            throw new Failure(
                    e.exitCode() == Failure.REFUSED ? Failure.UNKNOWN : e.exitCode(),
                    e.getMessage() + stop + " The store gets format " + format + " when another node takes over from "
                            + handover.active() + ", or when that one is started again; repeat haadmin finalize to see"
                            + " to it");
        }
    }

    /** Formats only rise: what one node has seen is so. */
    private void verify(JsonNode after, int format) throws Failure {
        String server = Handover.server(after).orElse("");
        String epoch = after.path("epoch").asText();
        int present = 0;
        for (JsonNode node : after.path("nodes")) {
            present = Math.max(present, node.path("storeFormat").asInt());
        }
        if (present < format) {
            throw new Failure(
                    Failure.UNKNOWN,
                    server + " serves in epoch " + epoch + ", but it did not take up the request: the store has format "
                            + present + ", not " + format + ". Repeat it");
        }
        tell(
                "done: the store has format " + present + ", " + server + " serves in epoch " + epoch,
                answer().put("result", "done")
                        .put("storeFormat", present)
                        .put("active", server)
                        .put("epoch", after.path("epoch").asLong()));
    }
}
