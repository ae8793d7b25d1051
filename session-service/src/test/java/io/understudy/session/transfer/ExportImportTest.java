package io.understudy.session.transfer;

import static io.understudy.session.testing.Samples.APPLICATION;
import static io.understudy.session.testing.Samples.key;
import static io.understudy.session.testing.Samples.named;
import static io.understudy.session.testing.Samples.order;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.stamp;
import static io.understudy.session.testing.Samples.submitting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.testing.StoreTalk;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.Tombstone;
import io.understudy.session.store.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store into a file and into another cluster id, on a real ZooKeeper. */
final class ExportImportTest {

    @TempDir
    private Path dir;

    private final TransferStage stage = new TransferStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void everythingArrivesToTheByte() throws Exception {
        FencedStore store = stage.win();
        Session starting = submitting(1).accepted(stamp(2));
        TransferStage.put(store, starting);
        TransferStage.put(store, session(2).tombstone(Tombstone.Deletion.ordered(key("d"), "2", stamp(3).time())));
        TransferStage.put(store, StorePaths.session(3), "{\"format\":99,\n\"name\":\"of a newer build\"}");
        TransferStage.put(store, "sessions/00/0000000004", "in the wrong shard, and no record");
        TransferStage.put(store, StorePaths.log(1), "{\"a\":1}");

        Export.Written written = export();
        Import.Plan plan = plan("c2");
        Import.Done done = carryOut("c2", plan);

        assertThat(written.sessions()).isEqualTo(4);
        assertThat(written.unreadable()).isEqualTo(2);
        assertThat(plan.sessions()).isEqualTo(3);
        assertThat(plan.tombstones()).isEqualTo(1);
        assertThat(plan.logs()).isEqualTo(1);
        assertThat(stage.record("c2", 1)).isEqualTo(starting);
        for (String path : List.of(StorePaths.session(2), StorePaths.session(3), StorePaths.log(1))) {
            assertThat(stage.raw("c2", path)).isEqualTo(stage.raw("c1", path));
        }
        assertThat(stage.raw("c2", StorePaths.session(4)))
                .isEqualTo("in the wrong shard, and no record".getBytes(UTF_8));
        assertThat(done.store()).isNotEqualTo(store.term().store().uuid());
        assertThat(stage.judged("c2")).isInstanceOf(StoreState.Joinable.class);
        assertThat(((StoreState.Joinable) stage.judged("c2")).nextId())
                .isEqualTo(done.nextId())
                .isGreaterThanOrEqualTo(written.nextId());
    }

    @Test
    void whatCannotBeReadIsNotLeftOutInSilence() throws Exception {
        TransferStage.put(stage.win(), session(1));
        stage.shut("c1", StorePaths.session(1));

        assertThatThrownBy(this::export)
                .isInstanceOf(TransferFailure.class)
                .hasMessageContaining("sessions/01/0000000001")
                .hasMessageContaining("NOAUTH");
    }

    @Test
    void underLoadNothingIsMissingAndNoNameIsLiveTwice() throws Exception {
        FencedStore store = stage.win();
        for (int id = 0; id < 600; id++) {
            TransferStage.put(store, session(id));
        }
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger moves = new AtomicInteger();
        CompletableFuture<Void> clients = CompletableFuture.runAsync(() -> moveOneName(store, 600, moves, enough));
        try {
            for (int round = 0; round < 5; round++) {
                int before = moves.get();
                export();
                Import.Plan plan = plan("c2");
                assertThat(plan.warnings()).isEmpty();
                assertThat(plan.sessions() + plan.tombstones()).isGreaterThanOrEqualTo(600 + before);
                assertThat(stage.verify("c1").isClean()).isTrue();
            }
        } finally {
            enough.set(true);
            clients.join();
        }
        assertThat(moves.get()).isPositive();
        carryOut("c2", plan("c2"));

        Verification.Report verified = stage.verify("c2");
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.facts().nextId()).isGreaterThan(verified.highestId());
    }

    @Test
    void aNameThatMovesOnceReadingHasBegunIsLiveOnce() throws Exception {
        FencedStore store = stage.win();
        Session first = nightly(0);
        TransferStage.put(store, first);
        Runnable move = () -> {
            delete(store, first);
            TransferStage.put(store, nightly(255));
        };

        try (StoreDoor door = stage.door("c1")) {
            new Export(new MovingDoor(door, move), "c1").to(file(), Instant.EPOCH);
        }

        assertThat(plan("c2").warnings()).isEmpty();
        assertThat(plan("c2").sessions()).isEqualTo(1);
    }

    /** Makes a session, deletes it and makes the next one of the same name, again and again. */
    private static void moveOneName(FencedStore store, int from, AtomicInteger moves, AtomicBoolean enough) {
        for (int id = from; !enough.get() && id < from + 390; id++) {
            Session made = nightly(id);
            TransferStage.put(store, made);
            delete(store, made);
            moves.incrementAndGet();
        }
    }

    private static Session nightly(int id) {
        SessionId number = new SessionId(id);
        SessionTag tag = new SessionTag("0123abcd", number, "random00");
        return Session.requested(number, order("key-" + id, named("nightly")), tag, stamp(0));
    }

    private static void delete(FencedStore store, Session session) {
        Tombstone.Deletion deletion =
                Tombstone.Deletion.ordered(key("delete-" + session.id()), "nightly", stamp(1).time());
        byte[] data = Records.write(session.tombstone(deletion), StoreFormat.NEWEST);
        WriteOp update = new WriteOp.Update(StorePaths.session(session.id().number()), data, 0);
        assertThat(StoreTalk.write(store, update)).isInstanceOf(WriteOutcome.Written.class);
    }

    @Test
    void whatWasNotSubmittedYetIsNeverSubmittedTwice() throws Exception {
        FencedStore store = stage.win();
        TransferStage.put(store, session(1));
        TransferStage.put(store, session(2));
        stage.yarn.runs(
                APPLICATION,
                session(1).tag().toString(),
                SessionTag.ofStore(store.term().store().brief()));
        export();

        Import.Plan plan = plan("c2");
        carryOut("c2", plan);

        assertThat(plan.found()).isEqualTo(1);
        assertThat(plan.lost()).isEqualTo(1);
        assertThat(((Session) stage.record("c2", 1)).applicationId()).contains(APPLICATION);
        assertThat(((Session) stage.record("c2", 2)).state()).isEqualTo(SessionState.DEAD);
    }

    @Test
    void withoutYarnItSaysWhatWouldBecomeOfThem() throws Exception {
        TransferStage.put(stage.win(), session(1));
        stage.yarn.isDown();
        export();

        assertThatThrownBy(() -> plan("c2")).hasMessageContaining("--without-yarn");
        try (StoreDoor door = stage.door("c2")) {
            assertThat(new Import(door, file(), stage.yarn).plan(false).lost()).isEqualTo(1);
        }
    }

    @Test
    void aStoreThatIsNotEmptyOrNotAloneIsRefused() throws Exception {
        TransferStage.put(stage.win(), session(1));
        export();

        assertThatThrownBy(() -> plan("c1")).hasMessageContaining("already");
        for (String sign : List.of("members/n7", "election/ActiveStandbyElectorLock", "active")) {
            carryOutEmpty("c3");
            stage.touch("c3", sign);
            assertThatThrownBy(() -> plan("c3")).hasMessageContaining("in use");
            stage.remove("c3", sign);
            assertThat(plan("c3").sessions()).isEqualTo(1);
        }
    }

    @Test
    void anImportThatWasCutShortIsServedByNobody() throws Exception {
        TransferStage.put(stage.win(), session(1));
        export();
        try (StoreDoor door = stage.door("c2")) {
            Filling.begin(door, new Candidate("import", "i", ZooKeeperNode.YARN))
                    .add("sessions/01/0000000001", new byte[1]);
        }

        assertThat(stage.judged("c2")).isInstanceOf(StoreState.Refused.class);
        assertThatThrownBy(() -> plan("c2")).hasMessageContaining("cut short").hasMessageContaining("/understudy/c2");
    }

    @Test
    void aFileThatIsNotWholeIsRefused() throws Exception {
        TransferStage.put(stage.win(), session(1));
        export();
        List<String> lines = Files.readAllLines(file());
        String tampered = lines.get(1).replace("sleep", "slept");

        refused(lines.subList(0, 2), "cut off");
        refused(List.of(lines.get(0), tampered, lines.get(2)), "was changed");
        refused(List.of(lines.get(0), lines.get(2)), "was changed");
        refused(List.of(lines.get(0), lines.get(1), lines.get(2), lines.get(1)), "was changed");
        refused(List.of(lines.get(1), lines.get(2)), "not what haadmin store export writes");
        refused(List.of(lines.get(0).replace("\"format\":1", "\"format\":2")), "format is 2");
        refused(List.of(lines.get(0), "{\"path\":\"epoch\",\"record\":{}}"), "no session stands");
        refused(List.of(), "line 1");
    }

    private void refused(List<String> lines, String why) throws IOException {
        Files.write(file(), lines);
        assertThatThrownBy(() -> plan("c2")).isInstanceOf(TransferFailure.class).hasMessageContaining(why);
    }

    @Test
    void anExportThatFailsLeavesTheOldFile() throws Exception {
        Files.writeString(file(), "old");

        assertThatThrownBy(this::export).hasMessageContaining("no store");

        assertThat(Files.readString(file())).isEqualTo("old");
        try (var files = Files.list(dir)) {
            assertThat(files.toList()).containsExactly(file());
        }
    }

    @Test
    void nobodyElseMayReadTheFile() throws Exception {
        stage.win();

        export();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (StoreDoor door = stage.door("c1")) {
            Path nowhere = dir.resolve("nowhere").resolve("export.jsonl");
            assertThatThrownBy(() -> new Export(door, "c1").to(nowhere, Instant.EPOCH))
                    .hasMessageContaining("its folder does not exist");
        }
    }

    @Test
    void largeRecordsDoNotNeedMuchMemoryAtATime() throws Exception {
        FencedStore store = stage.win();
        String large = "x".repeat(300 * 1024);
        List<String> paths = new ArrayList<>();
        for (int id = 0; id < 40; id++) {
            TransferStage.put(store, StorePaths.session(id), large);
            paths.add(StorePaths.session(id));
        }
        export();

        carryOut("c2", plan("c2"));

        assertThat(stage.raw("c2", paths)).hasSize(40).allMatch(data -> data.length == large.length());
    }

    private void carryOutEmpty(String cluster) throws TransferFailure {
        try (StoreDoor door = stage.door(cluster)) {
            Optional<StoreFacts> there = StoreFacts.read(new StoreReader(door.reading(), "the store"));
            if (there.isEmpty()) {
                Filling.begin(door, new Candidate("import", "i", ZooKeeperNode.YARN))
                        .finish(0);
            }
        }
    }

    private Export.Written export() throws TransferFailure {
        try (StoreDoor door = stage.door("c1")) {
            return new Export(door, "c1").to(file(), Instant.EPOCH);
        }
    }

    private Import.Plan plan(String cluster) throws TransferFailure {
        try (StoreDoor door = stage.door(cluster)) {
            return new Import(door, file(), stage.yarn).plan(true);
        }
    }

    private Import.Done carryOut(String cluster, Import.Plan plan) throws TransferFailure {
        try (StoreDoor door = stage.door(cluster)) {
            return new Import(door, file(), stage.yarn).carryOut(plan);
        }
    }

    private Path file() {
        return dir.resolve("export.jsonl");
    }
}
