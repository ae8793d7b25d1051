package io.understudy.ha.admin.verbs;

import io.understudy.ha.admin.rpc.NodeTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** The verbs that change who is active, as a client orders them and sees them through. */
final class Changes {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** For how long whoever cedes keeps out of the election of its ZKFC, if it has one. */
    private static final Duration CEDED = Duration.ofSeconds(10);

    private final Configuration conf;
    private final Map<String, NodeTarget> nodes;
    private final PrintStream out;

    Changes(Configuration conf, Map<String, NodeTarget> nodes, PrintStream out) {
        this.conf = conf;
        this.nodes = nodes;
        this.out = out;
    }

    /** From the one to the other, if the one is active. */
    Verdict failOver(String from, String to) throws Ending {
        if (from.equals(to)) {
            throw new Ending(Verdict.USAGE, "-failover takes two different nodes");
        }
        String active = presentActive();
        if (!active.equals(from)) {
            throw new Ending(Verdict.CHANGED, "not failed over: " + active + " is active, not " + from);
        }
        return handOver(from, to);
    }

    /** To a node, from whoever is active. */
    Verdict toActive(String to) throws Ending {
        String active = presentActive();
        if (active.equals(to)) {
            out.println(to + " is active already");
            return Verdict.DONE;
        }
        return handOver(active, to);
    }

    /** Away from a node, to whoever is ready. */
    Verdict toStandby(String node) throws Ending {
        States states = States.of(conf, nodes);
        if (!states.told().containsKey(node)) {
            throw new Ending(
                    Verdict.UNREACHABLE,
                    node + " does not answer: " + states.silent().get(node));
        }
        if (!states.active().equals(Optional.of(node))) {
            out.println(node + " is not active: there is nothing to do");
            return Verdict.DONE;
        }
        if (!states.hasSuccessorOf(node)) {
            throw new Ending(Verdict.REFUSED, "not stepped down: no other node is ready to take over");
        }
        try {
            line(node).cede(CEDED);
        } catch (IOException e) {
            throw failure(node, "stepped down", e);
        }
        out.println(nextAfter(node) + " is active");
        return Verdict.DONE;
    }

    private Verdict handOver(String from, String to) throws Ending {
        try {
            line(to).failOver();
        } catch (IOException e) {
            throw failure(from, "failed over", e);
        }
        out.println("Failover from " + from + " to " + to + " successful");
        return Verdict.DONE;
    }

    private String presentActive() throws Ending {
        States states = States.of(conf, nodes);
        if (states.nobodyAnswers()) {
            throw states.silence();
        }
        return states.active()
                .orElseThrow(() -> new Ending(Verdict.NO_ACTIVE, "no node is active: there is nothing to hand over"));
    }

    /** A controller that merely failed may have changed something before: that is so unless the same node is active. */
    private Ending failure(String active, String done, IOException e) {
        Verdict verdict = Line.verdict(e);
        String said = "not " + done + ": " + Line.said(e);
        if (verdict == Verdict.UNREACHABLE) {
            return new Ending(Verdict.REFUSED, said + ": nothing was ordered");
        }
        boolean changed =
                Line.isMereFailure(e) && !States.of(conf, nodes).active().equals(Optional.of(active));
        return changed || verdict == Verdict.UNKNOWN
                ? new Ending(Verdict.UNKNOWN, Line.said(e) + ". Look with haadmin -getAllServiceState")
                : new Ending(verdict, said);
    }

    private String nextAfter(String node) throws Ending {
        long began = System.nanoTime();
        while (System.nanoTime() - began < LIMIT.toNanos()) {
            Optional<String> active = States.of(conf, nodes).active();
            if (active.filter(next -> !next.equals(node)).isPresent()) {
                return active.get();
            }
            pause();
        }
        throw new Ending(
                Verdict.UNKNOWN,
                "no other node is active after " + LIMIT.toSeconds() + " s. Look with haadmin -getAllServiceState");
    }

    private Line line(String node) {
        return new Line(conf, Optional.ofNullable(nodes.get(node)).orElseThrow());
    }

    /** A moment between two looks. */
    private static void pause() {
        CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS, Runnable::run))
                .join();
    }
}
