package io.understudy.session.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import io.understudy.session.StoredRecord;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.store.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a store fit for a node that remembers more than the store holds, because ZooKeeper was wiped, restored or
 * replaced: ids go on above all that were seen anywhere, and what may have been submitted since the copy was made is not
 * submitted again.
 */
public final class Adoption {

    /** Above this a tag in YARN is no id that this service gave: whoever may run applications can invent tags. */
    private static final int HIGHEST_CREDIBLE = Integer.MAX_VALUE - (1 << 24);

    private final StoreDoor door;
    private final StoreReader reader;
    private final Applications yarn;
    private final StoreMemory memory;

    /** @param memory of the node for which the store shall be fit */
    public Adoption(StoreDoor door, Applications yarn, StoreMemory memory) {
        this.door = door;
        this.reader = new StoreReader(door.reading(), door.where());
        this.yarn = yarn;
        this.memory = memory;
    }

    /**
     * What would be done.
     *
     * @param store as it is; empty if there is none: one is created
     * @param highestRemembered the highest id in the node's memory, -1 if none
     * @param highestInStore the highest id that a record has, -1 if none
     * @param highestInYarn the highest id in a tag, -1 if none was found or YARN was not asked
     * @param nextId what next-id has to be at least
     * @param alive whether daemons use the store now: then nothing in it is changed
     * @param undecided records of batches that may have been submitted since the copy was made
     * @param applications by the tags of their sessions, as far as YARN shows them
     * @param accepted whether the node's memory and the store agree already
     */
    public record Plan(
            Optional<StoreFacts> store,
            int highestRemembered,
            int highestInStore,
            int highestInYarn,
            int nextId,
            boolean alive,
            List<StoredNode> undecided,
            Map<SessionTag, ApplicationId> applications,
            boolean accepted) {

        /** Whether something in the store has to be written. */
        public boolean writes() {
            return store.isEmpty() || store.get().nextId() < nextId || !undecided.isEmpty();
        }

        /** Whether there is nothing to do at all. */
        public boolean isIdle() {
            return accepted && !writes();
        }
    }

    /**
     * Looks at everything; changes nothing.
     *
     * @param askYarn whether YARN is asked for ids in tags
     * @throws TransferFailure if something cannot be read, or must be written while daemons use the store
     */
    public Plan plan(boolean askYarn) throws TransferFailure {
        Optional<StoreFacts> facts = StoreFacts.read(reader);
        StoreScan scan = StoreScan.list(reader, StorePaths.SESSIONS);
        List<ApplicationReport> reports = askYarn ? reports() : List.of();
        int inYarn = highestTag(reports);
        boolean accepted = facts.filter(this::agrees).isPresent();
        boolean alive = !reader.children(StorePaths.MEMBERS).isEmpty();
        Plan plan = new Plan(
                facts,
                memory.highestId(),
                scan.highest(),
                inYarn,
                Math.max(memory.highestId(), Math.max(scan.highest(), inYarn)) + 1,
                alive,
                accepted || alive ? List.of() : undecided(scan),
                Landing.byTag(reports),
                accepted);
        if (plan.writes()) {
            Vacancy.requireNobody(reader);
        }
        return plan;
    }

    /**
     * Does it.
     *
     * @return what the node has to remember from now on
     * @throws TransferFailure if nothing was written, or not all of it; it can be repeated
     */
    public StoreMemory carryOut(Plan plan) throws TransferFailure {
        if (plan.writes()) {
            FencedStore store =
                    Office.enter(door, new Candidate("adopt", UUID.randomUUID().toString(), yarn.identity()));
            settle(store, plan);
            lift(store, plan.nextId());
            store.close();
        }
        StoreFacts now = StoreFacts.require(reader);
        return new StoreMemory(Optional.of(new StoreIdentity(now.uuid())), new Epoch(now.epoch()), plan.nextId() - 1);
    }

    private boolean agrees(StoreFacts facts) {
        return memory.store().equals(Optional.of(new StoreIdentity(facts.uuid())))
                && facts.epoch() >= memory.epoch().number()
                && facts.nextId() > memory.highestId();
    }

    private List<StoredNode> undecided(StoreScan scan) throws TransferFailure {
        List<StoredNode> undecided = new ArrayList<>();
        try {
            scan.read(chunk -> chunk.stream()
                    .filter(node -> SeenRecord.of(node)
                            .flatMap(SeenRecord::stored)
                            .filter(Landing::isUndecided)
                            .isPresent())
                    .forEach(undecided::add));
        } catch (IOException nothingWritten) {
            throw new UncheckedIOException(nothingWritten);
        }
        return undecided;
    }

    private List<ApplicationReport> reports() throws TransferFailure {
        Answer<List<ApplicationReport>> answer = Await.reply(yarn::all);
        if (answer instanceof Answer.Of<List<ApplicationReport>> reports) {
            return reports.value();
        }
        throw TransferFailure.unreachable(
                "YARN would have to say which ids its applications carry, and does not answer: %s. Start it, or give --without-yarn if no other node remembers a higher id"
                        .formatted(((Answer.Unreachable<?>) answer).why()));
    }

    private static int highestTag(List<ApplicationReport> reports) throws TransferFailure {
        int highest = -1;
        for (ApplicationReport report : reports) {
            int id = report.tags().stream()
                    .map(SessionTag::parse)
                    .flatMap(Optional::stream)
                    .mapToInt(tag -> tag.id().number())
                    .max()
                    .orElse(-1);
            if (id > HIGHEST_CREDIBLE) {
                throw TransferFailure.refused(
                        "application %s carries the tag of session %d: no such id can have been given. See who runs it; --without-yarn leaves tags aside"
                                .formatted(report.id(), id));
            }
            highest = Math.max(highest, id);
        }
        return highest;
    }

    private void settle(FencedStore store, Plan plan) throws TransferFailure {
        Stamp stamp = new Stamp(
                store.term().since(), store.term().node(), store.term().epoch());
        Landing landing = new Landing(plan.applications(), stamp);
        for (StoredNode node : plan.undecided()) {
            StoredRecord landed =
                    landing.land(SeenRecord.of(node).flatMap(SeenRecord::stored).orElseThrow());
            int version = node.content().orElseThrow().version();
            write(
                    store,
                    new WriteOp.Update(
                            node.path(), Records.write(landed, store.term().format()), version));
        }
    }

    private void lift(FencedStore store, int nextId) throws TransferFailure {
        StoredNode.Content content = reader.content(StorePaths.NEXT_ID).orElseThrow();
        int first = Math.max(nextId, Integer.parseInt(new String(content.data(), UTF_8)));
        byte[] data = Integer.toString(first).getBytes(UTF_8);
        write(store, new WriteOp.Update(StorePaths.NEXT_ID, data, content.version()));
    }

    private void write(FencedStore store, WriteOp op) throws TransferFailure {
        WriteOutcome outcome = Await.reply(reply -> store.write(List.of(op), reply));
        if (!(outcome instanceof WriteOutcome.Written)) {
            throw TransferFailure.unfinished(
                    "%s in %s was not written (%s). Run it again".formatted(op.path(), reader.where(), outcome));
        }
    }
}
