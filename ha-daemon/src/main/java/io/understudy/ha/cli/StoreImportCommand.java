package io.understudy.ha.cli;

import io.understudy.session.transfer.Applications;
import io.understudy.session.transfer.Import;
import io.understudy.session.transfer.StoreDoor;
import io.understudy.session.transfer.TransferFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code haadmin store import}: a file into an empty cluster id. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Fills this cluster id, which must be empty, with what store export wrote. Reads and checks the"
                + " whole file, says what it would do, and asks.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, nothing was changed",
            "3:ZooKeeper, or YARN where it must be asked, does not answer",
            "4:only a part was written; no daemon serves it",
            "8:aborted at the prompt"
        })
final class StoreImportCommand implements Callable<Integer> {

    @ParentCommand
    private StoreCommand parent = new StoreCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "What store export wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--without-yarn",
            description = "Do not ask YARN for batches that had no application id yet: they end.")
    private boolean withoutYarn;

    @Override
    public Integer call() throws Failure {
        StoreWork work = StoreWork.of(parent.options());
        return work.runWithYarn((door, yarn) -> fill(work, door, yarn));
    }

    private Integer fill(StoreWork work, StoreDoor door, Applications yarn) throws TransferFailure, Failure {
        Import filling = new Import(door, file, yarn);
        Import.Plan plan = filling.plan(!withoutYarn);
        PrintWriter out = spec.commandLine().getOut();
        print(plan, work.cluster().cluster(), out);
        Prompt.confirm(parent.options(), spec, "Import into " + work.cluster().root() + "?");
        Import.Done done = filling.carryOut(plan);
        out.printf("Imported as store %s. The next id is %d.%n", done.store(), done.nextId());
        return 0;
    }

    private static void print(Import.Plan plan, String cluster, PrintWriter out) {
        out.printf(
                "exported %s from cluster %s, store %s, epoch %d%n",
                plan.header().exportedAt(),
                plan.header().cluster(),
                plan.header().uuid(),
                plan.header().epoch());
        out.printf(
                "would make in cluster %s: %d sessions, %d tombstones, %d logs; next id %d or more%n",
                cluster, plan.sessions(), plan.tombstones(), plan.logs(), plan.nextId());
        if (plan.found() + plan.lost() > 0) {
            out.printf(
                    "%d batches had no application id yet: YARN shows %d of them, which are followed; %d end, and are not repeated%n",
                    plan.found() + plan.lost(), plan.found(), plan.lost());
        }
        plan.warnings().forEach(warning -> out.println("! " + warning));
    }
}
