package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code haadmin step-down}: the active hands over to whoever is ready. */
@Command(
        name = "step-down",
        mixinStandardHelpOptions = true,
        description = "Lets the active hand over to any ready standby, and waits until one serves.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, nothing was changed: nobody is ready to take over",
            "3:no node answers",
            "4:the same node serves again, or the outcome is unknown",
            "6:no node is active",
            "7:the cluster changed meanwhile",
            "8:aborted at the prompt"
        })
final class StepDownCommand extends Verb {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private @Nullable String reason;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws Failure {
        Handover handover = Handover.ofPresentTerm(nodes(), "nobody can step down");
        confirm("Let " + handover.active() + " step down?");
        JsonNode after = handover.stepDown(reason, waiting.timeout);
        String now = Handover.server(after).orElse("");
        long epoch = after.path("epoch").asLong();
        boolean another = !now.equals(handover.active());
        tell(
                now + " serves in epoch " + epoch,
                answer().put("result", another ? "done" : "elsewhere")
                        .put("from", handover.active())
                        .put("active", now)
                        .put("epoch", epoch));
        if (!another) {
            throw new Failure(
                    Failure.UNKNOWN, now + " took over again: nobody else did in time. Look with haadmin status");
        }
        return 0;
    }
}
