package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code haadmin switchover}: hands the office over, and waits until somebody serves again. */
@Command(
        name = "switchover",
        mixinStandardHelpOptions = true,
        description = "Hands the active's office over to another node, and waits until one serves again.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, nothing was changed",
            "3:no node answers",
            "4:another node than the one named serves now, or the outcome is unknown",
            "6:no node is active",
            "7:the cluster changed meanwhile",
            "8:aborted at the prompt"
        })
final class SwitchoverCommand extends Verb {

    @Option(names = "--to", paramLabel = "NODE", description = "Who shall be active next (default: any ready standby).")
    private @Nullable String to;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Failure {
        Handover handover = Handover.ofPresentTerm(nodes(), "there is nothing to switch over");
        confirm("Switch over from " + handover.active() + " to " + (to == null ? "any ready standby" : to) + "?");
        long began = System.nanoTime();
        JsonNode after = handover.perform(to, reason);
        return told(handover.active(), after, Duration.ofNanos(System.nanoTime() - began));
    }

    private Integer told(String before, JsonNode after, Duration took) {
        String now = Handover.server(after).orElse("");
        out().printf(
                        "%s serves in epoch %s, %.1f s after the order%n",
                        now, after.path("epoch").asText(), took.toMillis() / 1000.0);
        boolean asWished = to == null ? !now.equals(before) : now.equals(to);
        if (!asWished) {
            err().println("haadmin: succeeded elsewhere: " + now + " serves, not "
                    + (to == null ? "another node than before" : to) + ". Repeat it if it has to be that one.");
        }
        return asWished ? 0 : Failure.UNKNOWN;
    }
}
