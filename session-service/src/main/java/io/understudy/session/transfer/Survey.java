package io.understudy.session.transfer;

import io.understudy.fencing.FencedStore;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.service.Cluster.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is learned of an export while it is read for the first time. */
final class Survey {

    private final Path file;
    private final Applications yarn;

    private final Claims names = new Claims();
    private final Claims keys = new Claims();
    private final List<StoredRecord> undecided = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int[] ids = new int[1024];
    private int records;
    private int tombstones;
    private int unreadable;
    private int logs;
    private int highest = -1;

    Survey(Path file, Applications yarn) {
        this.file = file;
        this.yarn = yarn;
    }

    void add(ExportedNode node) throws TransferFailure {
        SessionId id = node.id().orElseThrow();
        highest = Math.max(highest, id.number());
        if (node.data().length > FencedStore.MAX_WRITE_BYTES - node.place().length()) {
            throw TransferFailure.refused(
                    "%s: what stands at %s is larger than ZooKeeper takes".formatted(file, node.path()));
        }
        if (node.isLog()) {
            logs++;
        } else {
            remember(id);
            look(SeenRecord.of(node));
        }
    }

    private void look(SeenRecord record) {
        record.liveName().ifPresent(name -> names.add(name, record.id()));
        record.keys().forEach(key -> keys.add(key, record.id()));
        record.stored().filter(Landing::isUndecided).ifPresent(undecided::add);
        if (record.stored().filter(Tombstone.class::isInstance).isPresent()) {
            tombstones++;
        } else if (!record.isReadable()) {
            unreadable++;
        }
    }

    private void remember(SessionId id) {
        if (records == ids.length) {
            ids = Arrays.copyOf(ids, records * 2);
        }
        ids[records++] = id.number();
    }

    /**
     * The plan, once the last line was read.
     *
     * @param askYarn whether YARN is asked for batches whose application id the file does not have
     */
    Import.Plan conclude(ExportFile export, boolean askYarn) throws TransferFailure {
        requireOnce();
        Map<SessionTag, ApplicationId> applications = applications(export.header(), askYarn);
        int found = (int) undecided.stream()
                .filter(record -> applications.containsKey(record.tag()))
                .count();
        warn(export.header());
        return new Import.Plan(
                export.header(),
                records - tombstones,
                tombstones,
                logs,
                nextId(export),
                found,
                undecided.size() - found,
                List.copyOf(warnings),
                applications,
                export.trailer().sha256());
    }

    private void requireOnce() throws TransferFailure {
        Arrays.sort(ids, 0, records);
        for (int i = 1; i < records; i++) {
            if (ids[i] == ids[i - 1]) {
                throw TransferFailure.refused("%s has session %d twice".formatted(file, ids[i]));
            }
        }
    }

    private int nextId(ExportFile export) throws TransferFailure {
        int next = Math.max(export.header().nextId(), export.trailer().nextId());
        if (highest == Integer.MAX_VALUE) {
            throw TransferFailure.refused(file + " has used up all session ids");
        }
        return Math.max(next, highest + 1);
    }

    private Map<SessionTag, ApplicationId> applications(ExportHeader header, boolean askYarn) throws TransferFailure {
        if (undecided.isEmpty() || !askYarn) {
            return Map.of();
        }
        Answer<List<ApplicationReport>> answer =
                Await.reply(reply -> yarn.tagged(SessionTag.ofStore(header.brief()), reply));
        if (answer instanceof Answer.Of<List<ApplicationReport>> reports) {
            return Landing.byTag(reports.value());
        }
        throw TransferFailure.unreachable(
                "YARN would have to say what became of %d batches that have no application id yet, and does not answer: %s. Start it, or give --without-yarn: then those batches end, and are not repeated"
                        .formatted(undecided.size(), ((Answer.Unreachable<?>) answer).why()));
    }

    private void warn(ExportHeader header) {
        if (unreadable > 0) {
            warnings.add(
                    unreadable + " records cannot be read by this build; they are imported as they are and answer 503");
        }
        names.shared().forEach(same -> warnings.add("sessions " + same + " live under one name"));
        keys.shared().forEach(same -> warnings.add("sessions " + same + " share an idempotency key"));
        Optional.ofNullable(header.yarn())
                .filter(other -> !other.equals(yarn.identity()))
                .ifPresent(other -> warnings.add("the batches ran on the YARN cluster " + other
                        + ", and this configuration names " + yarn.identity()
                        + ": where those are not the same, their applications will not be found"));
    }
}
