package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine.Command;

/** {@code haadmin resume}: ends a pause. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Ends a pause: every node may take over again.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "1:refused, nothing was changed",
            "3:no node answers",
            "4:the outcome is unknown, or not every node has heard of it yet",
            "7:another request came first: repeat it"
        })
final class ResumeCommand extends Verb {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Integer call() throws Failure {
        Nodes nodes = nodes();
        Nodes.Answer answer = nodes.post(
                "/ha/resume", JSON.createObjectNode().put("by", Nodes.USER).toString());
        String told = switch (answer.status()) {
            case 200 -> "nothing to do: the cluster is not paused";
            case 202 -> "resumed: every node may take over again";
            case 409 -> throw new Failure(Failure.CHANGED, "not resumed: " + answer.msg());
            case 503 -> throw new Failure(Failure.UNKNOWN, answer.msg() + " Repeat it");
            default -> throw new Failure(Failure.REFUSED, "not resumed: " + answer.msg());
        };
        if (answer.status() == 202) {
            Heeding.await(nodes, "the end of the pause", JsonNode::isNull);
        }
        tell(told, answer().put("result", answer.status() == 202 ? "done" : "nothing to do"));
        return 0;
    }
}
