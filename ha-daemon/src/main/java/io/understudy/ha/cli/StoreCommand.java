package io.understudy.ha.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code haadmin store}: the store as a whole, worked on in ZooKeeper itself. No daemon need be up. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = "Exports, imports and verifies the cluster's store, in ZooKeeper itself.",
        subcommands = {
            StoreExportCommand.class,
            StoreImportCommand.class,
            StoreVerifyCommand.class,
            StoreImportLivyCommand.class
        })
final class StoreCommand implements Callable<Integer> {

    @ParentCommand
    private HaAdmin parent = new HaAdmin();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do with the store");
    }

    Options options() {
        return parent.options;
    }
}
