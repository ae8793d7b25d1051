package io.understudy.ha.cli;

import io.understudy.session.transfer.Applications;
import io.understudy.session.transfer.Import;
import io.understudy.session.transfer.LivyImport;
import io.understudy.session.transfer.StoreDoor;
import io.understudy.session.transfer.TransferFailure;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code haadmin store import-livy}: a Livy's batches into an empty cluster id. */
@Command(
        name = "import-livy",
        mixinStandardHelpOptions = true,
        description = "Fills this cluster id, which must be empty, with the batches of a Livy that was stopped, under"
                + " their ids. Livy's znodes are read and stay as they are.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, nothing was changed",
            "3:ZooKeeper, or YARN where it must be asked, does not answer",
            "4:only a part was written; no daemon serves it",
            "8:aborted at the prompt"
        })
final class StoreImportLivyCommand implements Callable<Integer> {

    @ParentCommand
    private StoreCommand parent = new StoreCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            paramLabel = "ROOT",
            defaultValue = "/livy",
            description = "Livy's root in this ZooKeeper (default: /livy).")
    private String root = "/livy";

    @Option(names = "--skip-strange", description = "Leave out what is not understood.")
    private boolean skip;

    @Option(
            names = "--without-yarn",
            description = "Do not ask YARN for batches of which Livy knew no application: they end.")
    private boolean withoutYarn;

    @Override
    public Integer call() throws Failure {
        if (!root.matches("(/[^/]+)+")) {
            throw new ParameterException(spec.commandLine(), "--from must be the path of a znode, such as /livy");
        }
        StoreWork work = StoreWork.of(parent.options());
        return work.runWithYarn((door, yarn) -> fill(work, door, yarn));
    }

    private Integer fill(StoreWork work, StoreDoor door, Applications yarn) throws TransferFailure, Failure {
        LivyImport livy = new LivyImport(door, root, yarn);
        LivyImport.Plan plan = livy.plan(skip, !withoutYarn);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "would make in cluster %s, from %s: %d batches; next id %d or more%n",
                work.cluster().cluster(), root, plan.batches(), plan.nextId());
        out.printf(
                "%d are followed by their application id, %d of them found in YARN by Livy's tag; %d have none and end%n",
                plan.followed(), plan.found(), plan.batches() - plan.followed());
        plan.skipped().forEach(strange -> out.println("! left out: " + strange));
        Prompt.confirm(
                parent.options(),
                spec,
                "Is Livy stopped, and shall they be imported into "
                        + work.cluster().root() + "?");
        Import.Done done = livy.carryOut(plan);
        out.printf("Imported as store %s. The next id is %d.%n", done.store(), done.nextId());
        return 0;
    }
}
