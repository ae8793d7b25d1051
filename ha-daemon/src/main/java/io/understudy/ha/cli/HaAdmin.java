package io.understudy.ha.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/haadmin}: the operator's command. */
@Command(
        name = "haadmin",
        mixinStandardHelpOptions = true,
        version = "haadmin of Understudy",
        description = "Shows and steers a cluster of Understudy daemons, through any node that answers.",
        subcommands = {
            StatusCommand.class,
            CheckCommand.class,
            HistoryCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            SwitchoverCommand.class,
            StepDownCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            StoreCommand.class,
            AdoptCommand.class,
            FinalizeCommand.class,
            LogLevelCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Hadoop's own verbs, over Hadoop's RPC: -getServiceState N, -getAllServiceState,",
            "-checkHealth N, -failover A B, -transitionToActive N, -transitionToStandby N.",
            "",
            "Exit codes: 0 done or true; 1 refused or failed, nothing changed; 2 usage;",
            "3 nothing reachable; 4 outcome unknown or succeeded elsewhere; 5 degraded;",
            "6 no active; 7 precondition changed; 8 aborted at the prompt.",
            "check alone exits as Nagios wants: 0 OK, 1 warning, 2 critical, 3 unknown."
        })
public final class HaAdmin implements Callable<Integer> {

    @Mixin
    Options options = new Options();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        Charset terminal = Charset.defaultCharset();
        if (HadoopCommand.isMeant(args)) {
            System.exit(HadoopCommand.run(System.out, System.err, args));
        }
        System.exit(execute(
                new PrintWriter(System.out, true, terminal), new PrintWriter(System.err, true, terminal), args));
    }

    /** Runs one command; its exit code. Errors are one sentence each. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new HaAdmin())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(HaAdmin::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
                .execute(args);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }

    private static int misused(ParameterException misuse, String[] args) {
        PrintWriter err = misuse.getCommandLine().getErr();
        err.println("haadmin: " + misuse.getMessage() + ". See haadmin --help.");
        return Failure.USAGE;
    }

    private static int failed(Exception failure, CommandLine command) {
        boolean known = failure instanceof Failure;
        String sentence = known ? String.valueOf(failure.getMessage()) : "an unforeseen fault: " + failure;
        command.getErr().println("haadmin: " + sentence + (sentence.endsWith(".") ? "" : "."));
        return failure instanceof Failure expected ? expected.exitCode() : Failure.REFUSED;
    }
}
