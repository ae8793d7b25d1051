package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code haadmin pause}: for a while nobody but the active's node takes over. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps everybody but the active's node from taking over, for a while: its host can be worked on, and the",
            "active does not move. If it goes down meanwhile nobody serves until it is back, or the pause is over."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, all nodes that answer heed it",
            "1:refused, nothing was changed",
            "2:that is no length of time, or no reason",
            "3:no node answers",
            "4:the outcome is unknown, or not every node heeds it yet",
            "6:no node is active",
            "7:the cluster changed meanwhile",
            "8:aborted at the prompt"
        })
final class PauseCommand extends Verb {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 30m (default: 2h; at most 24h).")
    private String length = "2h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Shown to everybody who looks.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Failure {
        Nodes nodes = nodes();
        Handover present = Handover.ofPresentTerm(nodes, "a pause would keep it so");
        confirm("Let nobody take over from " + present.active() + " for " + length + ", whatever becomes of it?");
        String id = order(nodes, present.epoch());
        JsonNode paused =
                Heeding.await(nodes, "the pause", now -> now.path("id").asText().equals(id));
        tell(
                "paused until " + paused.path("until").asText() + ": nobody takes over from " + present.active()
                        + ". End it with haadmin resume",
                answer().put("result", "done")
                        .put("until", paused.path("until").asText())
                        .put("active", present.active()));
        return 0;
    }

    private String order(Nodes nodes, long epoch) throws Failure {
        ObjectNode body =
                JSON.createObjectNode().put("for", length).put("epoch", epoch).put("by", Nodes.USER);
        if (reason != null) {
            body.put("reason", reason);
        }
        Nodes.Answer answer = nodes.post("/ha/pause", body.toString());
        return switch (answer.status()) {
            case 202 -> answer.json().path("id").asText();
            case 409 -> throw new Failure(Failure.CHANGED, "not paused: " + answer.msg());
            case 422 -> throw new Failure(Failure.USAGE, "not paused: " + answer.msg());
            case 503 ->
                throw new Failure(Failure.UNKNOWN, answer.msg() + " Look with haadmin status before you repeat it");
            default -> throw new Failure(Failure.REFUSED, "not paused: " + answer.msg());
        };
    }
}
