package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code haadmin switchover}: hands the office over, and waits until somebody serves again. */
@Command(
        name = "switchover",
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
final class SwitchoverCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParentCommand
    private HaAdmin parent = new HaAdmin();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--to", paramLabel = "NODE", description = "Who shall be active next (default: any ready standby).")
    private @Nullable String to;

    @Override
    public Integer call() throws Failure {
        Nodes nodes = parent.options.nodes();
        JsonNode before = nodes.get("/ha/cluster").json();
        if (before.path("active").isNull()) {
            throw new Failure(Failure.NO_ACTIVE, "no node is active: there is nothing to switch over");
        }
        String active = before.path("active").asText();
        long epoch = before.path("epoch").asLong();
        Prompt.confirm(
                parent.options,
                spec,
                "Switch over from " + active + " to " + (to == null ? "any ready standby" : to) + "?");
        long began = System.nanoTime();
        String request = order(nodes, epoch);
        JsonNode after = await(nodes, epoch, request, began);
        return told(active, after, Duration.ofNanos(System.nanoTime() - began));
    }

    private String order(Nodes nodes, long epoch) throws Failure {
        ObjectNode body = JSON.createObjectNode().put("epoch", epoch);
        if (to != null) {
            body.put("to", to);
        }
        Nodes.Answer answer = nodes.post("/ha/switchover", body.toString());
        return switch (answer.status()) {
            case 202 -> answer.json().path("id").asText();
            case 409 -> throw new Failure(Failure.CHANGED, "not switched over: " + answer.msg());
            case 503 ->
                throw new Failure(Failure.UNKNOWN, answer.msg() + " Look with haadmin status before you repeat it");
            default -> throw new Failure(Failure.REFUSED, "not switched over: " + answer.msg());
        };
    }

    /** Waits for a node that serves in a later epoch; what is known of the cluster then. */
    private static JsonNode await(Nodes nodes, long epoch, String request, long began) throws Failure {
        while (System.nanoTime() - began < LIMIT.toNanos()) {
            JsonNode cluster = nodes.get("/ha/cluster").json();
            boolean served =
                    cluster.path("epoch").asLong() > epoch && server(cluster).isPresent();
            if (served) {
                return cluster;
            }
            if (fate(cluster, request).equals("refused")) {
                throw new Failure(Failure.REFUSED, "the active refused; haadmin status shows why");
            }
            pause();
        }
        throw new Failure(
                Failure.UNKNOWN,
                "no node serves in a later epoch after " + LIMIT.toSeconds() + " s. Look with haadmin status");
    }

    private static Optional<String> server(JsonNode cluster) {
        for (JsonNode node : cluster.path("nodes")) {
            if (node.path("serving").asBoolean()) {
                return Optional.of(node.path("node").asText());
            }
        }
        return Optional.empty();
    }

    private static String fate(JsonNode cluster, String request) {
        for (JsonNode node : cluster.path("nodes")) {
            for (JsonNode entry : node.path("control")) {
                if (entry.path("id").asText().equals(request)) {
                    return entry.path("fate").asText();
                }
            }
        }
        return "";
    }

    private Integer told(String before, JsonNode after, Duration took) {
        String now = server(after).orElse("");
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s serves in epoch %s, %.1f s after the order%n",
                now, after.path("epoch").asText(), took.toMillis() / 1000.0);
        boolean asWished = to == null ? !now.equals(before) : now.equals(to);
        if (!asWished) {
            spec.commandLine()
                    .getErr()
                    .println("haadmin: succeeded elsewhere: " + now + " serves, not "
                            + (to == null ? "another node than before" : to) + ". Repeat it if it has to be that one.");
        }
        return asWished ? 0 : Failure.UNKNOWN;
    }

    private static void pause() {
        CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS, Runnable::run))
                .join();
    }
}
