package io.understudy.ha.cli;

import io.understudy.session.transfer.Export;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code haadmin store export}: the store into a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes all sessions into FILE, as JSON Lines. The cluster may be in use meanwhile.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:there is no store, or the file cannot be written", "3:ZooKeeper does not answer"})
final class StoreExportCommand implements Callable<Integer> {

    @ParentCommand
    private StoreCommand parent = new StoreCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Where to; replaced as a whole if it exists.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Failure {
        StoreWork work = StoreWork.of(parent.options());
        Export.Written written =
                work.run(door -> new Export(door, work.cluster().cluster()).to(file, Instant.now()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%d records and %d logs of cluster %s are in %s; ids up to %d are taken%n",
                written.sessions(), written.logs(), work.cluster().cluster(), file, written.nextId() - 1);
        if (written.unreadable() > 0) {
            out.printf(
                    "! %d records cannot be read by this build; they are in the file as they are%n",
                    written.unreadable());
        }
        written.strays().forEach(path -> out.println("! " + path + " is no record and was left out"));
        return 0;
    }
}
