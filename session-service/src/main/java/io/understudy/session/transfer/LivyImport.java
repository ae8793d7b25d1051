package io.understudy.session.transfer;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StorePaths;
import io.understudy.session.ApplicationReport;
import io.understudy.session.Session;
import io.understudy.session.SessionTag;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.store.Records;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Fills an empty cluster id with the batches of a Livy that was stopped, under their ids. Livy's own nodes are read and
 * nothing else.
 */
public final class LivyImport {

    private final StoreDoor door;
    private final StoreReader livy;
    private final Applications yarn;

    /**
     * @param root of Livy in the same ZooKeeper, such as {@code /livy}
     * @param yarn on which the batches run, or ran
     */
    public LivyImport(StoreDoor door, String root, Applications yarn) {
        this.door = door;
        this.livy = new StoreReader(door.reading(root), root);
        this.yarn = yarn;
    }

    /** What an import would do. */
    public static final class Plan {

        private final List<LivyBatch> batches;
        private final List<String> skipped;
        private final int nextId;
        private final int found;

        private Plan(List<LivyBatch> batches, List<String> skipped, int nextId, int found) {
            this.batches = List.copyOf(batches);
            this.skipped = List.copyOf(skipped);
            this.nextId = nextId;
            this.found = found;
        }

        /** How many batches there are. */
        public int batches() {
            return batches.size();
        }

        /** How many of them have an application to follow. */
        public int followed() {
            return (int) batches.stream()
                    .filter(batch -> batch.application().isPresent())
                    .count();
        }

        /** How many of those Livy did not know, but YARN shows under Livy's tag. */
        public int found() {
            return found;
        }

        /** What is left out because it is not understood, each with what is wrong with it. */
        public List<String> skipped() {
            return skipped;
        }

        /** The first id that will be given, or more. */
        public int nextId() {
            return nextId;
        }
    }

    /**
     * Reads and checks everything; changes nothing.
     *
     * @param skip whether to leave out what is not understood; else it is refused
     * @param askYarn whether YARN is asked for batches whose application Livy did not know; without it they end
     */
    public Plan plan(boolean skip, boolean askYarn) throws TransferFailure {
        Vacancy.require(new StoreReader(door.reading(), door.where()));
        LivyStore store = LivyStore.read(livy);
        if (!store.strange().isEmpty() && !skip) {
            throw TransferFailure.refused(
                    "%d nodes of Livy are not understood, such as %s. Mend them, or leave them out with --skip-strange"
                            .formatted(store.strange().size(), store.strange().get(0)));
        }
        requireOnePerName(store.batches());
        List<LivyBatch> batches = new ArrayList<>();
        int found = 0;
        for (LivyBatch batch : store.batches()) {
            Optional<LivyBatch> known = askYarn && batch.application().isEmpty() ? look(batch) : Optional.empty();
            batches.add(known.orElse(batch));
            found += known.isPresent() ? 1 : 0;
        }
        return new Plan(batches, store.strange(), store.nextId(), found);
    }

    /**
     * Writes what the plan says.
     *
     * @throws TransferFailure if nothing was written, or not all of it
     */
    public Import.Done carryOut(Plan plan) throws TransferFailure {
        Filling filling =
                Filling.begin(door, new Candidate("import", UUID.randomUUID().toString(), yarn.identity()));
        RandomGenerator random = new SecureRandom();
        for (LivyBatch batch : plan.batches) {
            SessionTag tag = SessionTag.draw(filling.term().store().brief(), batch.id(), random);
            Session session = batch.session(tag, filling.stamp());
            filling.add(
                    StorePaths.session(batch.id().number()),
                    Records.write(session, filling.term().format()));
        }
        return new Import.Done(filling.term().store().uuid(), filling.finish(plan.nextId()));
    }

    private void requireOnePerName(List<LivyBatch> batches) throws TransferFailure {
        Claims names = new Claims();
        batches.forEach(batch -> batch.name().ifPresent(name -> names.add(name, batch.id())));
        if (!names.shared().isEmpty()) {
            throw TransferFailure.refused(
                    "the batches %s of Livy have one name, and a name is of one batch here. Delete all but one in Livy"
                            .formatted(names.shared().get(0)));
        }
    }

    private Optional<LivyBatch> look(LivyBatch batch) throws TransferFailure {
        // YARN keeps tags in lower case.
        String tag = batch.tag().toLowerCase(Locale.ROOT);
        Answer<List<ApplicationReport>> answer = Await.reply(reply -> yarn.tagged(tag, reply));
        if (answer instanceof Answer.Of<List<ApplicationReport>> reports) {
            return Landing.best(reports.value()).map(report -> batch.with(report.id()));
        }
        throw TransferFailure.unreachable(
                "YARN would have to say whether batch %s has an application, and does not answer: %s. Start it, or give --without-yarn: then such batches end, and are not repeated"
                        .formatted(batch.id(), ((Answer.Unreachable<?>) answer).why()));
    }
}
