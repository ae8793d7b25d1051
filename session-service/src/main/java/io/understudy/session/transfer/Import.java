package io.understudy.session.transfer;

import io.understudy.fencing.Candidate;
import io.understudy.session.ApplicationId;
import io.understudy.session.SessionTag;
import io.understudy.session.StoredRecord;
import io.understudy.session.store.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Fills an empty cluster id with what {@link Export} wrote. First everything is read and checked ({@link #plan}), then it
 * is read once more and written ({@link #carryOut}).
 */
public final class Import {

    private final StoreDoor door;
    private final Path file;
    private final Applications yarn;

    /** @param yarn on which the batches run, or ran */
    public Import(StoreDoor door, Path file, Applications yarn) {
        this.door = door;
        this.file = file;
        this.yarn = yarn;
    }

    /**
     * What an import would do.
     *
     * @param header of the file
     * @param sessions how many sessions there are, unreadable ones too
     * @param tombstones how many deleted sessions are still remembered
     * @param logs how many outputs of submissions
     * @param nextId the first id that will be given, or more
     * @param found batches without an application id that YARN shows: they are followed
     * @param lost batches without an application id that YARN does not show: they end, and are not repeated
     * @param warnings what an operator should know, a sentence each
     * @param applications by the tags of their sessions
     * @param checksum of the file that was read
     */
    public record Plan(
            ExportHeader header,
            int sessions,
            int tombstones,
            int logs,
            int nextId,
            int found,
            int lost,
            List<String> warnings,
            Map<SessionTag, ApplicationId> applications,
            String checksum) {}

    /** What was imported. */
    public record Done(UUID store, int nextId) {}

    /**
     * Reads and checks everything; changes nothing.
     *
     * @param askYarn whether YARN is asked for batches whose application id the file does not have; without it they end
     * @throws TransferFailure if the file is not whole, the cluster id is not free, or YARN would have to be asked and
     *     does not answer
     */
    public Plan plan(boolean askYarn) throws TransferFailure {
        Vacancy.require(new StoreReader(door.reading(), door.where()));
        try (ExportFile export = ExportFile.open(file)) {
            Survey survey = new Survey(file, yarn);
            for (Optional<ExportedNode> node = export.next(); node.isPresent(); node = export.next()) {
                survey.add(node.get());
            }
            return survey.conclude(export, askYarn);
        } catch (IOException e) {
            throw TransferFailure.refused(file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Writes what the plan says.
     *
     * @throws TransferFailure if nothing was written, or not all of it
     */
    public Done carryOut(Plan plan) throws TransferFailure {
        Filling filling =
                Filling.begin(door, new Candidate("import", UUID.randomUUID().toString(), yarn.identity()));
        Landing landing = new Landing(plan.applications(), filling.stamp());
        try (ExportFile export = ExportFile.open(file)) {
            for (Optional<ExportedNode> node = export.next(); node.isPresent(); node = export.next()) {
                filling.add(
                        node.get().place(),
                        landed(node.get(), landing, filling.term().format()));
            }
            if (!export.trailer().sha256().equals(plan.checksum())) {
                throw TransferFailure.refused(file + " was changed meanwhile");
            }
        } catch (IOException | TransferFailure e) {
            throw filling.brokenOff(e);
        }
        return new Done(filling.term().store().uuid(), filling.finish(plan.nextId()));
    }

    private static byte[] landed(ExportedNode node, Landing landing, int format) {
        Optional<StoredRecord> stored =
                node.isLog() ? Optional.empty() : SeenRecord.of(node).stored();
        return stored.filter(record -> !landing.land(record).equals(record))
                .map(record -> Records.write(landing.land(record), format))
                .orElse(node.data());
    }
}
