package io.understudy.ha.cli;

import io.understudy.fencing.StoreMemory;
import io.understudy.session.tools.StoreTools;
import io.understudy.session.transfer.Adoption;
import io.understudy.session.transfer.Applications;
import io.understudy.session.transfer.StoreDoor;
import io.understudy.session.transfer.TransferFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code haadmin adopt}: go on with a store that was wiped, restored or replaced. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = "Lets this node go on with a store that was wiped, restored or replaced: ids go on above all that"
                + " were seen here, in the store and in YARN's tags. Run it on every node, while no daemon runs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or there was nothing to do",
            "1:refused, nothing was changed",
            "3:ZooKeeper or YARN does not answer",
            "4:not all of it was done; run it again",
            "8:aborted at the prompt"
        })
final class AdoptCommand extends Verb {

    @Option(names = "--without-yarn", description = "Do not ask YARN which ids its applications carry.")
    private boolean withoutYarn;

    @Override
    public Integer call() throws Failure {
        StoreWork work = StoreWork.of(options());
        StoreMemory memory = recall(work);
        return work.runWithYarn((door, yarn) -> adopt(work, memory, door, yarn));
    }

    private Integer adopt(StoreWork work, StoreMemory memory, StoreDoor door, Applications yarn)
            throws TransferFailure, Failure {
        Adoption adoption = new Adoption(door, yarn, memory);
        Adoption.Plan plan = adoption.plan(!withoutYarn);
        print(memory, plan, out());
        if (plan.isIdle()) {
            out().println("There is nothing to adopt: this node and the store agree.");
            return 0;
        }
        confirm("Go on with what is at " + door.where() + "?");
        StoreMemory now = adoption.carryOut(plan);
        remember(work, now);
        out().printf(
                        "Adopted: store %s, epoch %s; ids go on above %d. Do the same on the other nodes, then start the daemons.%n",
                        now.store().orElseThrow(), now.epoch(), now.highestId());
        return 0;
    }

    private void print(StoreMemory memory, Adoption.Plan plan, PrintWriter out) {
        Table.print(
                List.of(
                        List.of("", "STORE", "EPOCH", "HIGHEST-ID", "NEXT-ID"),
                        List.of(
                                "remembered here",
                                memory.store().map(Object::toString).orElse("-"),
                                memory.epoch().toString(),
                                id(plan.highestRemembered()),
                                "-"),
                        List.of(
                                "in ZooKeeper",
                                plan.store()
                                        .map(store -> store.uuid().toString())
                                        .orElse("none"),
                                plan.store()
                                        .map(store -> Long.toString(store.epoch()))
                                        .orElse("-"),
                                id(plan.highestInStore()),
                                plan.store()
                                        .map(store -> Integer.toString(store.nextId()))
                                        .orElse("-")),
                        List.of("in YARN's tags", "-", "-", withoutYarn ? "not asked" : id(plan.highestInYarn()), "-")),
                out);
        if (!plan.undecided().isEmpty()) {
            out.printf(
                    "%d batches may have been submitted since this copy was made: those that YARN shows are followed, the others end and are not repeated%n",
                    plan.undecided().size());
        }
    }

    private static String id(int id) {
        return id < 0 ? "-" : Integer.toString(id);
    }

    private static StoreMemory recall(StoreWork work) throws Failure {
        try {
            return StoreTools.recall(work.cluster());
        } catch (IOException e) {
            throw new Failure(Failure.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static void remember(StoreWork work, StoreMemory now) throws Failure {
        try {
            StoreTools.remember(work.cluster(), now);
        } catch (IOException e) {
            throw new Failure(Failure.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }
}
