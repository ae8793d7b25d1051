package io.understudy.session.transfer;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.session.SessionId;
import io.understudy.session.Tombstone;
import io.understudy.session.store.Records;
import io.understudy.session.store.Records.Reading.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a whole store, which may be in use, and says what is wrong with it. Changes nothing. */
public final class Verification {

    /** Findings of one kind that are kept in full. */
    static final int KEPT = 100;

    /** An answer of ZooKeeper has at most 1 MiB where nobody raised jute.maxbuffer. */
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private static final int LARGEST_LOG = 64 * 1024;

    private final StoreReader reader;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
    private final Claims names = new Claims();
    private final Claims keys = new Claims();
    private int sessions;
    private int tombstones;
    private int highest = -1;
    private int largest;

    private Verification(StoreReader reader) {
        this.reader = reader;
    }

    /**
     * What was found.
     *
     * @param facts of the store, read last
     * @param sessions how many sessions there are, unreadable ones too
     * @param tombstones how many sessions were deleted and are still remembered
     * @param logs how many outputs of submissions there are
     * @param highestId -1 if there are no sessions
     * @param largestRecord in bytes
     * @param largestShard bytes of the longest list of names
     * @param counts how many findings there are of each kind
     * @param findings at most {@value #KEPT} of each kind
     */
    public record Report(
            StoreFacts facts,
            int sessions,
            int tombstones,
            int logs,
            int highestId,
            int largestRecord,
            int largestShard,
            Map<Finding.Kind, Integer> counts,
            List<Finding> findings) {

        /** Whether nothing is wrong. */
        public boolean isClean() {
            return counts.isEmpty();
        }
    }

    /**
     * Reads everything.
     *
     * @throws TransferFailure if there is no store, or it cannot be read
     */
    public static Report of(StoreDoor door) throws TransferFailure {
        StoreReader reader = new StoreReader(door.reading(), door.where());
        StoreFacts.require(reader);
        try {
            return new Verification(reader).read();
        } catch (IOException nothingWritten) {
            throw new UncheckedIOException(nothingWritten);
        }
    }

    private Report read() throws TransferFailure, IOException {
        checkNodes();
        StoreScan records = StoreScan.list(reader, StorePaths.SESSIONS);
        checkPlaces(records);
        records.read(chunk -> chunk.forEach(this::lookAt));
        StoreScan logs = StoreScan.list(reader, StorePaths.LOGS);
        checkPlaces(logs);
        logs.read(chunk -> chunk.forEach(this::lookAtLog));
        checkShared(names, Finding.Kind.DOUBLE_NAME, "live under one name", record -> record.liveName().stream());
        checkShared(keys, Finding.Kind.DOUBLE_KEY, "share an idempotency key", record -> record.keys().stream());
        StoreFacts facts = StoreFacts.require(reader);
        if (highest >= facts.nextId()) {
            find(
                    Finding.Kind.ID_BEYOND_NEXT,
                    StorePaths.session(highest),
                    "the highest id is %d, but next-id is %d: ids would be given twice. Stop all daemons and run haadmin adopt"
                            .formatted(highest, facts.nextId()));
        }
        int largestShard = Math.max(records.largestShard(), logs.largestShard());
        return new Report(facts, sessions, tombstones, logs.count(), highest, largest, largestShard, counts, findings);
    }

    private void checkNodes() throws TransferFailure {
        List<String> top = List.of(
                StorePaths.SECRET,
                StorePaths.HISTORY,
                StorePaths.MEMBERS,
                StorePaths.CONTROL,
                StorePaths.GRAVES,
                StorePaths.ELECTION,
                StorePaths.SESSIONS,
                StorePaths.LOGS);
        for (StoredNode node : reader.nodes(top)) {
            if (node.unread().isPresent()) {
                findUnread(node);
            } else if (node.content().isEmpty()) {
                findMissing(node.path());
            }
        }
    }

    private void checkPlaces(StoreScan scan) {
        scan.missingShards().forEach(this::findMissing);
        scan.strays().forEach(path -> find(Finding.Kind.STRAY_NODE, path, "this is not the name of a record"));
        if (scan.largestShard() > LONGEST_ANSWER / 2) {
            find(
                    Finding.Kind.SHARD_FILLS_UP,
                    scan.parent(),
                    "the names of one shard take %d bytes, and ZooKeeper answers with %d at most unless jute.maxbuffer is raised. Shorten session.retention"
                            .formatted(scan.largestShard(), LONGEST_ANSWER));
        }
    }

    private void lookAt(StoredNode node) {
        findUnread(node);
        SeenRecord.of(node).ifPresent(record -> {
            int size = node.content().orElseThrow().data().length;
            largest = Math.max(largest, size);
            count(record);
            checkPlace(node.path(), record.id());
            if (size > Records.MAX_BYTES) {
                find(
                        Finding.Kind.TOO_LARGE,
                        node.path(),
                        "it has %d bytes; the store takes %d".formatted(size, Records.MAX_BYTES));
            }
            record.liveName().ifPresent(name -> names.add(name, record.id()));
            record.keys().forEach(key -> keys.add(key, record.id()));
            if (record.reading() instanceof Unreadable unreadable) {
                find(
                        unreadable.newer() ? Finding.Kind.NEWER_FORMAT : Finding.Kind.UNREADABLE_RECORD,
                        node.path(),
                        unreadable.why());
            }
        });
    }

    private void count(SeenRecord record) {
        highest = Math.max(highest, record.id().number());
        if (record.stored().filter(Tombstone.class::isInstance).isPresent()) {
            tombstones++;
        } else {
            sessions++;
        }
    }

    private void lookAtLog(StoredNode node) {
        findUnread(node);
        node.content().ifPresent(content -> {
            checkPlace(
                    node.path(),
                    new ExportedNode(node.path(), content.data()).id().orElseThrow());
            if (content.data().length > LARGEST_LOG) {
                find(
                        Finding.Kind.TOO_LARGE,
                        node.path(),
                        "it has %d bytes; a log has at most %d".formatted(content.data().length, LARGEST_LOG));
            }
        });
    }

    private void checkPlace(String path, SessionId id) {
        if (!path.endsWith(StorePaths.session(id.number()).substring(StorePaths.SESSIONS.length()))) {
            find(
                    Finding.Kind.WRONG_SHARD,
                    path,
                    "the record of session %s belongs to %s".formatted(id, StorePaths.session(id.number())));
        }
    }

    /** Reads once more those that seem to share something: a claim can have moved on meanwhile, and hashes can agree. */
    private void checkShared(
            Claims claims, Finding.Kind kind, String what, Function<SeenRecord, Stream<String>> claimed)
            throws TransferFailure {
        for (List<SessionId> claimants : claims.shared()) {
            List<String> paths = claimants.stream()
                    .map(id -> StorePaths.session(id.number()))
                    .toList();
            Claims again = new Claims();
            for (StoredNode node : reader.nodes(paths)) {
                SeenRecord.of(node)
                        .ifPresent(record -> claimed.apply(record).forEach(text -> again.add(text, record.id())));
            }
            again.shared()
                    .forEach(same -> find(
                            kind, StorePaths.session(same.get(0).number()), "sessions %s %s".formatted(same, what)));
        }
    }

    private void findUnread(StoredNode node) {
        node.unread().ifPresent(why -> find(Finding.Kind.UNREADABLE_RECORD, node.path(), why));
    }

    private void findMissing(String path) {
        find(Finding.Kind.MISSING_NODE, path, "it does not exist");
    }

    private void find(Finding.Kind kind, String path, String what) {
        if (counts.merge(kind, 1, Integer::sum) <= KEPT) {
            findings.add(new Finding(kind, path, what));
        }
    }
}
