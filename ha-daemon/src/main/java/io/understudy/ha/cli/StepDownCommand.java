package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
final class StepDownCommand implements Callable<Integer> {

    @ParentCommand
    private HaAdmin parent = new HaAdmin();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Failure {
        Handover handover = Handover.ofPresentTerm(parent.options.nodes(), "nobody can step down");
        Prompt.confirm(parent.options, spec, "Let " + handover.active() + " step down?");
        JsonNode after = handover.stepDown(reason);
        String now = Handover.server(after).orElse("");
        spec.commandLine()
                .getOut()
                .println(now + " serves in epoch " + after.path("epoch").asText());
        if (now.equals(handover.active())) {
            throw new Failure(
                    Failure.UNKNOWN, now + " took over again: nobody else did in time. Look with haadmin status");
        }
        return 0;
    }
}
