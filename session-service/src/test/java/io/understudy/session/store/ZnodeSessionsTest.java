package io.understudy.session.store;

import static io.understudy.session.testing.Samples.START;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.submitting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.SubmissionLog;
import io.understudy.session.Tombstone;
import io.understudy.session.service.SessionStore;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.Recovered;
import io.understudy.session.service.SessionStore.Resting;
import io.understudy.session.service.SessionStore.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions in a real ZooKeeper. */
final class ZnodeSessionsTest {

    private final TestingZooKeeper server = TestingZooKeeper.start();
    private final ZooKeeperNode node = ZooKeeperNode.connect("n1", server.connectString());
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final FencedStore door = node.win();
    private final ZnodeSessions sessions = new ZnodeSessions(door, executor);

    @AfterEach
    void close() {
        executor.shutdownNow();
        node.close();
        server.close();
    }

    @Test
    void anEmptyStoreHasNoSessions() {
        assertThat(load(sessions)).isEmpty();
    }

    @Test
    void whatWasWrittenIsLoadedInTheNextTerm() {
        List<StoredRecord> written = new ArrayList<>();
        for (int id = 0; id < 600; id++) {
            written.add(session(id));
            assertThat(create(session(id))).isEqualTo(new SessionStore.Saved(0));
        }
        Tombstone tombstone =
                session(300).tombstone(Tombstone.Deletion.ordered(session(0).key(), "300", START));
        assertThat(replace(submitting(299), 0)).isEqualTo(new SessionStore.Saved(1));
        assertThat(replace(tombstone, 0)).isEqualTo(new SessionStore.Saved(1));
        written.set(299, submitting(299));
        written.set(300, tombstone);

        try (ZooKeeperNode next = ZooKeeperNode.connect("n2", server.connectString())) {
            ZnodeSessions theirs = new ZnodeSessions(next.win(), executor);
            List<Kept> loaded = load(theirs).stream()
                    .map(found ->
                            (Kept) (found instanceof Resting resting ? theirs.unshelve(resting.shelved()) : found))
                    .toList();

            assertThat(loaded).extracting(Kept::stored).containsExactlyInAnyOrderElementsOf(written);
            assertThat(loaded)
                    .filteredOn(kept -> kept.version() == 1)
                    .extracting(kept -> kept.id().number())
                    .containsExactlyInAnyOrder(299, 300);
            assertThat(loaded)
                    .allMatch(kept -> Duration.between(kept.modified(), Instant.now())
                                    .abs()
                                    .toMinutes()
                            < 5);
            assertThat(create(session(1000))).isInstanceOf(SessionStore.Deposed.class);
        }
    }

    @Test
    void aRecordStandsWhereItsIdSays() {
        create(session(0x1ff));

        assertThat(settle(0x1ff)).isInstanceOf(SessionStore.Standing.class);
        assertThat(StorePaths.session(0x1ff)).isEqualTo("sessions/ff/0000000511");
    }

    @Test
    void nothingIsOverwrittenUnseen() {
        create(session(7));

        assertThat(create(session(7))).isInstanceOf(SessionStore.Conflict.class);
        assertThat(replace(submitting(7), 1)).isInstanceOf(SessionStore.Conflict.class);
        assertThat(replace(submitting(8), 0)).isInstanceOf(SessionStore.Conflict.class);
        assertThat(((SessionStore.Standing) settle(7)).kept().stored()).isEqualTo(session(7));
        assertThat(settle(8)).isEqualTo(new SessionStore.Absent());
    }

    @Test
    void theOutputOfASubmissionIsKeptBesideItsSession() {
        SubmissionLog log = new SubmissionLog(1, false, "one\n\"two\" \u0001 é \uD83D\uDE00 \uD83D\n");
        SessionId id = new SessionId(0x1ff);
        assertThat(readLog(id)).isEqualTo(new SessionStore.Absent());
        assertThat(saveLog(id, log, OptionalInt.empty())).isEqualTo(new SessionStore.Saved(0));
        assertThat(readLog(id)).isEqualTo(new SessionStore.StandingLog(log, 0));
        assertThat(text("logs/ff/0000000511")).startsWith("{\"format\":1,\"attempt\":1,\"ended\":false,\"text\":\"one");

        assertThat(saveLog(id, log, OptionalInt.empty())).isInstanceOf(SessionStore.Conflict.class);
        assertThat(saveLog(id, log, OptionalInt.of(1))).isInstanceOf(SessionStore.Conflict.class);
        SubmissionLog more = log.plus(2, "three\n", true);
        assertThat(saveLog(id, more, OptionalInt.of(0))).isEqualTo(new SessionStore.Saved(1));
        assertThat(readLog(id)).isEqualTo(new SessionStore.StandingLog(more, 1));
        assertThat(load(sessions)).isEmpty();

        assertThat(removeLog(id)).isInstanceOf(SessionStore.Saved.class);
        assertThat(readLog(id)).isEqualTo(new SessionStore.Absent());
        assertThat(removeLog(id)).isInstanceOf(SessionStore.Saved.class);
    }

    @Test
    void theLargestOutputOfASubmissionHasItsPlace() {
        SubmissionLog log = SubmissionLog.NONE;
        for (String piece : List.of("\u0001\n", "\uD83D\n", "é\"\n", "x\n")) {
            log = log.plus(1, piece.repeat(20_000), true);
        }
        saveLog(new SessionId(1), log, OptionalInt.empty());

        assertThat(text("logs/01/0000000001").getBytes(UTF_8).length)
                .isBetween(SubmissionLog.MAX_BYTES - 2048, SubmissionLog.MAX_BYTES);
    }

    @Test
    void anOutputThatCannotBeReadSaysSoInItsPlace() {
        for (String data :
                List.of("", "{\"format\":99}", "{\"format\":1,\"attempt\":-1,\"ended\":true,\"text\":\"\"}")) {
            raw("logs/07/0000000007", data);
            assertThat(((SessionStore.StandingLog) readLog(new SessionId(7))).log())
                    .matches(log -> log.text().startsWith("(the submission's output cannot be read: "))
                    .matches(log -> log.isClosed(5));
            removeLog(new SessionId(7));
        }
    }

    @Test
    void idsAreReservedInBlocksAboveThoseOfTheTerm() {
        IdBlock own = door.term().ids();
        Reply<SessionStore.Reserving> first = new Reply<>();
        Reply<SessionStore.Reserving> second = new Reply<>();
        sessions.reserve(first);
        assertThat(first.await()).isEqualTo(new SessionStore.Reserved(new IdBlock(own.end(), own.end() + 1000)));
        sessions.reserve(second);

        assertThat(second.await())
                .isEqualTo(new SessionStore.Reserved(new IdBlock(own.end() + 1000, own.end() + 2000)));
        try (ZooKeeperNode next = ZooKeeperNode.connect("n2", server.connectString())) {
            assertThat(next.win().term().ids().first()).isEqualTo(own.end() + 2000);
        }
    }

    @Test
    void whatCannotBeReadIsSetAside() {
        create(session(7));
        raw("sessions/08/0000000008", "{\"format\":1,\"name\":\"nightly\"}");
        raw("sessions/09/0000000009", "");
        raw("sessions/09/something", "else");

        raw("sessions/0a/0000000007", text("sessions/07/0000000007"));
        raw("sessions/0b/9999999999", "no id is so high");

        List<Recovered> loaded = load(sessions);

        assertThat(loaded)
                .filteredOn(found -> found instanceof Kept kept && kept.stored().equals(session(7)))
                .hasSize(1);
        assertThat(loaded)
                .filteredOn(found -> found instanceof SetAside)
                .extracting(found -> ((SetAside) found).path())
                .containsExactlyInAnyOrder(
                        "sessions/08/0000000008", "sessions/09/0000000009", "sessions/0a/0000000007");
        assertThat(loaded).hasSize(4);
        assertThat(settle(8)).isInstanceOf(SessionStore.Failed.class);
    }

    @Test
    void aRecordThatOthersShutAwayIsNotCalledAbsent() throws Exception {
        create(session(7));
        List<ACL> theirs = Arrays.asList(new ACL(ZooDefs.Perms.ALL, new Id("digest", "somebody:else")));
        server.client().setACL(ZooKeeperNode.LAYOUT.path(StorePaths.session(7)), theirs, -1);

        assertThat(load(sessions)).singleElement().isInstanceOf(SetAside.class);
        assertThat(settle(7)).isInstanceOf(SessionStore.Failed.class);
    }

    @Test
    void aRecordHasTheFormatOfTheTermThatWroteItLast() {
        InMemoryStore store = InMemoryStore.create();
        FencedStore before = InMemoryFencedStore.win(store, "n1");
        ZnodeSessions old = new ZnodeSessions(before, executor);
        old.create(session(7), saved -> {});
        old.create(session(8), saved -> {});
        store.leave(new FormatRequest(before.term().epoch(), StoreFormat.NEWEST + 1));
        Term finalized = store.win(new Candidate("n2", "i2", "yarn", StoreFormat.NEWEST + 1), 2);
        ZnodeSessions now = new ZnodeSessions(
                new InMemoryFencedStore(store, finalized, before.sessionTimeout(), Runnable::run, System::nanoTime),
                executor);

        now.replace(submitting(8), 0, saved -> {});
        now.create(session(9), saved -> {});

        String asBefore = "{\"format\":%d,".formatted(StoreFormat.NEWEST);
        String asFinalized = "{\"format\":%d,".formatted(StoreFormat.NEWEST + 1);
        assertThat(text(store.read(StorePaths.session(7)))).startsWith(asBefore);
        assertThat(text(store.read(StorePaths.session(8)))).startsWith(asFinalized);
        assertThat(text(store.read(StorePaths.session(9)))).startsWith(asFinalized);
        assertThat(now.shelve(new Kept(session(7), 0, START)).body()).startsWith(asFinalized.getBytes(UTF_8));
    }

    @Test
    void aTombstoneLeavesTheStoreOnlyAsItWasSeen() {
        create(session(7));
        Tombstone tombstone = session(7).tombstone(Tombstone.Deletion.byRetention(START));
        replace(tombstone, 0);

        assertThat(remove(7, 0)).isInstanceOf(SessionStore.Conflict.class);
        assertThat(((SessionStore.Standing) settle(7)).kept().stored()).isEqualTo(tombstone);
        assertThat(remove(7, 1)).isInstanceOf(SessionStore.Saved.class);
        assertThat(settle(7)).isEqualTo(new SessionStore.Absent());
    }

    @Test
    void theTimeIsZooKeepersAtThatMoment() {
        Instant before = Instant.now().minusSeconds(1);
        Instant first = time(sessions);
        Instant second = time(sessions);

        assertThat(first).isAfter(before);
        assertThat(second).isAfterOrEqualTo(first);
        try (ZooKeeperNode next = ZooKeeperNode.connect("n2", server.connectString())) {
            assertThat(time(new ZnodeSessions(next.win(), executor))).isAfterOrEqualTo(second);
            Reply<SessionStore.Timing> reply = new Reply<>();
            sessions.time(reply);
            assertThat(reply.await()).isInstanceOf(SessionStore.Failed.class);
        }
    }

    @Test
    void aHeartbeatTellsWhetherTheTermIsInOffice() {
        assertThat(heartbeat()).isTrue();
        try (ZooKeeperNode next = ZooKeeperNode.connect("n2", server.connectString())) {
            next.win();
            assertThat(heartbeat()).isFalse();
            assertThat(settle(7)).isInstanceOf(SessionStore.Failed.class);
        }
    }

    private static List<Recovered> load(SessionStore store) {
        List<Recovered> found = new CopyOnWriteArrayList<>();
        Reply<SessionStore.Loading> reply = new Reply<>();
        store.load(found::addAll, reply);
        assertThat(reply.await()).isEqualTo(new SessionStore.Loaded());
        return found;
    }

    private String text(String path) {
        Reply<ReadOutcome<List<StoredNode>>> reply = new Reply<>();
        door.read(List.of(path), reply);
        return text(
                ((ReadOutcome.Found<List<StoredNode>>) reply.await()).value().get(0));
    }

    private static String text(StoredNode node) {
        return new String(node.content().orElseThrow().data(), UTF_8);
    }

    private SessionStore.Saving create(Session session) {
        Reply<SessionStore.Saving> reply = new Reply<>();
        sessions.create(session, reply);
        return reply.await();
    }

    private SessionStore.Saving saveLog(SessionId id, SubmissionLog log, OptionalInt version) {
        Reply<SessionStore.Saving> reply = new Reply<>();
        sessions.saveLog(id, log, version, reply);
        return reply.await();
    }

    private SessionStore.LogFinding readLog(SessionId id) {
        Reply<SessionStore.LogFinding> reply = new Reply<>();
        sessions.readLog(id, reply);
        return reply.await();
    }

    private SessionStore.Saving removeLog(SessionId id) {
        Reply<SessionStore.Saving> reply = new Reply<>();
        sessions.removeLog(id, reply);
        return reply.await();
    }

    private SessionStore.Saving replace(StoredRecord stored, int version) {
        Reply<SessionStore.Saving> reply = new Reply<>();
        sessions.replace(stored, version, reply);
        return reply.await();
    }

    private SessionStore.Saving remove(int id, int version) {
        Reply<SessionStore.Saving> reply = new Reply<>();
        sessions.remove(new SessionId(id), version, reply);
        return reply.await();
    }

    private static Instant time(SessionStore store) {
        Reply<SessionStore.Timing> reply = new Reply<>();
        store.time(reply);
        return ((SessionStore.Time) reply.await()).time();
    }

    private SessionStore.Settling settle(int id) {
        Reply<SessionStore.Settling> reply = new Reply<>();
        sessions.settle(new SessionId(id), reply);
        return reply.await();
    }

    private boolean heartbeat() {
        Reply<Boolean> reply = new Reply<>();
        sessions.heartbeat(reply);
        return reply.await();
    }

    private void raw(String path, String data) {
        Reply<WriteOutcome> reply = new Reply<>();
        door.write(List.of(new WriteOp.Create(path, data.getBytes(UTF_8))), reply);
        assertThat(reply.await()).isInstanceOf(WriteOutcome.Written.class);
    }
}
