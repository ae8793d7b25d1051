package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What every verb of {@code haadmin} has: its options, where it writes, and how it asks. */
abstract class Verb implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParentCommand
    private HaAdmin parent = new HaAdmin();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The options that every verb has. */
    final Options options() {
        return parent.options;
    }

    /** The nodes that the configuration names. */
    final Nodes nodes() throws Failure {
        return options().nodes();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Whether the answer is wanted as JSON. */
    final boolean isJson() {
        return options().format == Options.Format.json;
    }

    /** An answer as JSON, to be filled and told. */
    static ObjectNode answer() {
        return JSON.createObjectNode().put("format", 1);
    }

    /** Prints what was done, in the form that is wanted. */
    final void tell(String sentence, ObjectNode answer) {
        out().println(isJson() ? answer.toString() : sentence);
    }

    /** Asks before something is changed; a {@link Failure} if the operator does not agree. */
    final void confirm(String question) throws Failure {
        Prompt.confirm(options(), spec, question);
    }

    /** To be thrown where the command line was wrong. */
    final ParameterException misused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
