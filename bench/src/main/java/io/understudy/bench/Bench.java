package io.understudy.bench;

import io.understudy.ha.CompilerThreads;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code bin/bench}: what it measures is a subcommand. */
@Command(
        name = "bench",
        description = "Measures, each figure beside its peer in the same run.",
        mixinStandardHelpOptions = true,
        subcommands = {
            FenceBench.class,
            RecoveryBench.class,
            TakeoverBench.class,
            SwitchoverBench.class,
            ForwardBench.class,
            CreateBench.class
        })
public final class Bench implements Callable<Integer> {

    @Option(names = "--home", hidden = true, scope = ScopeType.INHERIT, required = true)
    Path home = Path.of(".");

    /** Runs one benchmark: 0 done, 1 failed, 2 usage. Its compilers give way as a daemon's do: it is there to measure. */
    public static void main(String[] args) {
        CompilerThreads.giveWay();
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return CommandLine.ExitCode.USAGE;
    }
}
