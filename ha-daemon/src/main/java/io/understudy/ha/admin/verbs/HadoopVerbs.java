package io.understudy.ha.admin.verbs;

import io.understudy.ha.admin.rpc.NodeTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.HAAdmin;
import org.apache.hadoop.ha.HealthCheckFailedException;
import org.apache.hadoop.ipc.RemoteException;

/**
 * Hadoop's HAAdmin for these nodes. Its verbs and options are Hadoop's; what they do is what automatic failover leaves to
 * do, and every end has the exit code that {@code haadmin} has for it.
 */
public final class HadoopVerbs extends HAAdmin {

    private static final String FORCEFENCE = "forcefence";

    private static final Map<String, UsageInfo> VERBS = verbs();

    private final Map<String, NodeTarget> nodes;
    private final Changes changes;

    /** @param nodes by id, in order */
    public HadoopVerbs(Configuration conf, Map<String, NodeTarget> nodes, PrintStream out, PrintStream err) {
        super(conf);
        this.nodes = new LinkedHashMap<>(nodes);
        this.out = out;
        this.errOut = err;
        this.changes = new Changes(conf, this.nodes, out);
    }

    private static Map<String, UsageInfo> verbs() {
        Map<String, UsageInfo> verbs = new LinkedHashMap<>();
        verbs.put("-getServiceState", new UsageInfo("<node>", "Prints active, standby or initializing"));
        verbs.put("-getAllServiceState", new UsageInfo(null, "Prints the state of all nodes"));
        verbs.put("-checkHealth", new UsageInfo("<node>", "Asks a node whether it is well; exits with 5 if it is not"));
        verbs.put(
                "-failover",
                new UsageInfo("<active> <other>", "Hands over from the one to the other; refused unless that is so"));
        verbs.put("-transitionToActive", new UsageInfo("<node>", "Hands over to a node, whoever is active"));
        verbs.put("-transitionToStandby", new UsageInfo("<node>", "Lets a node step down if it is active"));
        verbs.put("-help", new UsageInfo("[verb]", "Explains a verb"));
        return verbs;
    }

    /** Runs one verb; its exit code. */
    @Override
    public int run(String[] args) {
        try {
            return runCmd(args);
        } catch (Ending ending) {
            String sentence = String.valueOf(ending.getMessage());
            errOut.println("haadmin: " + sentence + (sentence.endsWith(".") ? "" : "."));
            return ending.verdict().exitCode();
        } catch (IllegalArgumentException misuse) {
            errOut.println("haadmin: " + misuse.getMessage() + ". See haadmin -help.");
            return Verdict.USAGE.exitCode();
        }
    }

    @Override
    protected int runCmd(String[] args) throws Ending {
        if (!checkParameterValidity(args, VERBS)) {
            return Verdict.USAGE.exitCode();
        }
        String verb = args[0];
        if (verb.equals("-help")) {
            return help(args, VERBS) == 0 ? Verdict.DONE.exitCode() : Verdict.USAGE.exitCode();
        }
        CommandLine line = parseOpts(verb, options(verb), args, VERBS);
        if (line == null) {
            return Verdict.USAGE.exitCode();
        }
        refuseForce(line);
        List<String> ids = line.getArgList();
        int wanted = verb.equals("-failover") ? 2 : verb.equals("-getAllServiceState") ? 0 : 1;
        if (ids.size() != wanted) {
            throw new Ending(Verdict.USAGE, verb + " takes " + wanted + " nodes, not " + ids.size());
        }
        return carryOut(verb, ids.stream().map(this::resolveTarget).toList()).exitCode();
    }

    private Verdict carryOut(String verb, List<NodeTarget> targets) throws Ending {
        return switch (verb) {
            case "-getServiceState" -> serviceState(targets.get(0));
            case "-getAllServiceState" -> allServiceStates();
            case "-checkHealth" -> health(targets.get(0));
            case "-failover" ->
                changes.failOver(targets.get(0).id(), targets.get(1).id());
            case "-transitionToActive" -> changes.toActive(targets.get(0).id());
            default -> changes.toStandby(targets.get(0).id());
        };
    }

    private static Options options(String verb) {
        Options options = new Options();
        if (Set.of("-failover", "-transitionToActive", "-transitionToStandby").contains(verb)) {
            options.addOption(FORCEMANUAL, false, "refused");
            options.addOption(FORCEACTIVE, false, "refused");
            options.addOption(FORCEFENCE, false, "refused");
        }
        return options;
    }

    private static void refuseForce(CommandLine line) throws Ending {
        for (String option : List.of(FORCEMANUAL, FORCEACTIVE, FORCEFENCE)) {
            if (line.hasOption(option)) {
                throw new Ending(
                        Verdict.REFUSED,
                        "--" + option + " is refused: failover is automatic here, and nobody is made active past the"
                                + " election. Leave it out");
            }
        }
    }

    private Verdict serviceState(NodeTarget node) throws Ending {
        try {
            out.println(new Line(getConf(), node).status().getState());
            return Verdict.DONE;
        } catch (IOException e) {
            throw unreachable(node, e);
        }
    }

    private Verdict allServiceStates() throws Ending {
        States states = States.of(getConf(), nodes);
        nodes.values().forEach(node -> out.printf("%-50s %-10s%n", node.address(), states.shown(node.id())));
        if (states.nobodyAnswers()) {
            throw states.silence();
        } else if (states.active().isEmpty()) {
            throw new Ending(Verdict.NO_ACTIVE, "no node is active");
        }
        if (!states.silent().isEmpty()) {
            throw new Ending(
                    Verdict.DEGRADED,
                    "no answer from " + String.join(", ", states.silent().keySet()));
        }
        return Verdict.DONE;
    }

    private Verdict health(NodeTarget node) throws Ending {
        try {
            new Line(getConf(), node).checkHealth();
            return Verdict.DONE;
        } catch (RemoteException told) {
            boolean unwell = told.getClassName().equals(HealthCheckFailedException.class.getName());
            throw new Ending(
                    unwell ? Verdict.DEGRADED : Verdict.REFUSED,
                    node.id() + (unwell ? " is not well: " : " did not say how it is: ") + Line.said(told));
        } catch (IOException e) {
            throw unreachable(node, e);
        }
    }

    /** Of those who only ask, whatever went wrong on the way is one and the same. */
    private static Ending unreachable(NodeTarget node, IOException e) {
        return e instanceof RemoteException
                ? new Ending(Verdict.REFUSED, node.id() + " refused: " + Line.said(e))
                : new Ending(Verdict.UNREACHABLE, node + " does not answer: " + Line.said(e));
    }

    @Override
    protected NodeTarget resolveTarget(String id) {
        NodeTarget node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id + ": the configuration has " + nodes.keySet());
        }
        return node;
    }

    @Override
    protected Collection<String> getTargetIds(String node) {
        return nodes.keySet();
    }

    @Override
    protected String getUsageString() {
        return "Usage: haadmin [--conf DIR]";
    }

    /** Without Hadoop's generic options: there are none here. */
    @Override
    protected void printUsage(PrintStream stream, Map<String, UsageInfo> verbs) {
        stream.println(getUsageString());
        verbs.forEach(
                (verb, usage) -> stream.println("    [" + verb + (usage.args == null ? "" : " " + usage.args) + "]"));
    }
}
