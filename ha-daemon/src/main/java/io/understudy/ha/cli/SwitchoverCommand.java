package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "7:another node is active than expected, or the cluster changed meanwhile",
            "8:aborted at the prompt"
        })
final class SwitchoverCommand extends Verb {

    @Option(names = "--to", paramLabel = "NODE", description = "Who shall be active next (default: any ready standby).")
    private @Nullable String to;

    @Option(
            names = "--expect-active",
            paramLabel = "NODE",
            description = "Do nothing unless this node is the active one.")
    private @Nullable String expected;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private @Nullable String reason;

    @Option(
            names = "--force",
            description = "Go on though the other node is not configured like the active one. Answers no prompt.")
    private boolean force;

    @Mixin
    private Waiting waiting = new Waiting();

    @Override
    public Integer call() throws Failure {
        Handover handover = Handover.ofPresentTerm(nodes(), "there is nothing to switch over");
        if (expected != null && !expected.equals(handover.active())) {
            throw new Failure(
                    Failure.CHANGED, "not switched over: " + handover.active() + " is active, not " + expected);
        }
        Preflight preflight = Preflight.of(handover.cluster(), to);
        if (!isJson()) {
            preflight.print(handover.seenBy(), out());
        }
        heed(preflight);
        confirm("Switch over from " + handover.active() + " to " + (to == null ? "any ready standby" : to) + "?");
        long began = System.nanoTime();
        JsonNode after = handover.perform(to, reason, waiting.timeout);
        return told(handover.active(), after, preflight, Duration.ofNanos(System.nanoTime() - began));
    }

    private void heed(Preflight preflight) throws Failure {
        Preflight.Finding objection = preflight.objection().orElse(null);
        if (objection == null) {
            return;
        }
        if (objection.grade() == Preflight.Grade.no) {
            throw new Failure(Failure.REFUSED, "not switched over: " + objection.text());
        }
        if (!force) {
            throw new Failure(
                    Failure.REFUSED, "not switched over: " + objection.text() + ". Mend it, or go on with --force");
        }
    }

    private Integer told(String before, JsonNode after, Preflight preflight, Duration took) {
        String now = Handover.server(after).orElse("");
        boolean asWished = to == null ? !now.equals(before) : now.equals(to);
        long epoch = after.path("epoch").asLong();
        ObjectNode json = answer().put("result", asWished ? "done" : "elsewhere")
                .put("from", before)
                .put("active", now)
                .put("epoch", epoch)
                .put("tookMs", took.toMillis());
        preflight.write(json.putArray("preflight"));
        tell("%s serves in epoch %d, %.1f s after the order".formatted(now, epoch, took.toMillis() / 1000.0), json);
        if (!asWished) {
            err().println("haadmin: succeeded elsewhere: " + now + " serves, not "
                    + (to == null ? "another node than before" : to) + ". Repeat it if it has to be that one.");
        }
        return asWished ? 0 : Failure.UNKNOWN;
    }
}
