package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.membership.DuplicateNode;
import io.understudy.ha.membership.MemberIdentity;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import io.understudy.ha.node.StoreGuard.Verdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The member session against a real server. */
final class ZooKeeperMembershipTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String MEMBERS = "/understudy/c1/members/";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestingZooKeeper server;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
        opened.add(server);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void membersSeeEachOther() throws Exception {
        MemberUnderTest first = member("n1");
        MemberUnderTest second = member("n2");

        assertThat(first.join()).isInstanceOf(Verdict.Accepted.class);
        assertThat(second.join()).isEqualTo(first.join());

        soon().untilAsserted(() -> assertThat(first.view.members())
                .containsExactly(first.shown(false, false), second.shown(false, false)));
        soon().untilAsserted(() -> assertThat(second.view.members()).isEqualTo(first.view.members()));
        assertThat(first.view.zookeeper()).isEqualTo("connected");
        assertThat(first.view.secret().orElseThrow())
                .hasSize(32)
                .isEqualTo(second.view.secret().orElseThrow());
    }

    @Test
    void theRecordHasTheAgreedFields() throws Exception {
        MemberUnderTest member = member("n1");
        member.join();

        JsonNode json = new ObjectMapper().readTree(server.client().getData(MEMBERS + "n1", false, null));

        assertThat(json.toString())
                .isEqualTo(
                        "{\"format\":1,\"node\":\"n1\",\"http\":\"http://n1:8998\",\"rpc\":null,\"incarnation\":\"%s\",\"version\":\"0.1.0\",\"configHash\":\"abc\",\"ready\":false,\"back\":false,\"since\":\"2026-01-01T00:00:00Z\",\"storeFormat\":3}"
                                .formatted(member.self.incarnation()));
    }

    @Test
    void whatChangesIsShownToTheOthers() throws Exception {
        MemberUnderTest first = member("n1");
        MemberUnderTest second = member("n2");
        first.join();
        second.join();
        AtomicInteger changes = new AtomicInteger();
        second.view.onChange(changes::incrementAndGet);

        first.view.setReady(true);
        first.view.setBack(true);

        soon().untilAsserted(() -> assertThat(second.view.members()).contains(first.shown(true, true)));
        assertThat(changes.get()).isPositive();
        first.view.setBack(false);
        soon().untilAsserted(() -> assertThat(second.view.members()).contains(first.shown(true, false)));

        first.view.close();
        soon().untilAsserted(() -> assertThat(second.view.members()).containsExactly(second.shown(false, false)));
        assertThat(first.view.zookeeper()).isEqualTo("closed");
    }

    @Test
    void whoServesIsSeen() throws Exception {
        MemberUnderTest member = member("n1");
        member.join();
        ZooKeeperNode leader = ZooKeeperNode.connect("n2", server.connectString());
        opened.add(leader);
        FencedStore store = leader.win();
        soon().untilAsserted(() -> assertThat(member.view.epoch()).isEqualTo(new Epoch(1)));
        assertThat(member.view.active()).isEmpty();

        write(store, new WriteOp.Create("active", activeJson(1).getBytes(UTF_8)));

        soon().untilAsserted(() -> assertThat(member.view.active())
                .contains(new ActiveNode("n2", URI.create("http://n2:8998"), new Epoch(1), STARTED)));

        write(store, new WriteOp.Delete("active", 0));
        soon().untilAsserted(() -> assertThat(member.view.active()).isEmpty());
        assertThat(member.view.epoch()).isEqualTo(new Epoch(1));
    }

    @Test
    void theStoresFormatIsSeenWithItsEpoch() throws Exception {
        MemberUnderTest member = member("n1");
        assertThat(member.view.storeFormat()).isEmpty();
        member.join();
        soon().untilAsserted(() -> assertThat(member.view.storeFormat()).hasValue(StoreFormat.NEWEST));
        request("{\"epoch\":0,\"format\":%d}".formatted(StoreFormat.NEWEST + 1));
        ZooKeeperNode leader = ZooKeeperNode.ofBuild(StoreFormat.NEWEST + 1, "n2", server.connectString());
        opened.add(leader);

        leader.win();

        soon().untilAsserted(() -> assertThat(member.view.epoch()).isEqualTo(new Epoch(1)));
        assertThat(member.view.storeFormat()).hasValue(StoreFormat.NEWEST + 1);
    }

    @Test
    void aMemberThatNamesNoFormatKnowsTheFirst() throws Exception {
        MemberUnderTest member = member("n1");
        member.join();
        String record = new String(server.client().getData(MEMBERS + "n1", false, null), UTF_8)
                .replace("\"n1\"", "\"n2\"")
                .replace(",\"storeFormat\":3", "");

        server.client()
                .create(MEMBERS + "n2", record.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);

        soon().untilAsserted(() -> assertThat(member.view.members())
                .extracting(Member::storeFormat)
                .containsExactly(3, 1));
    }

    @Test
    void aRecordThatCannotBeReadIsPassedOver() throws Exception {
        MemberUnderTest member = member("n1");
        member.join();

        server.client().create(MEMBERS + "n9", "{".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        MemberUnderTest other = member("n2");

        soon().untilAsserted(() -> assertThat(member.view.members())
                .containsExactly(member.shown(false, false), other.shown(false, false)));
    }

    @Test
    void requestsAreCreatedReplacedAndDeletedUnderTheirVersion() throws Exception {
        MemberUnderTest first = member("n1");
        MemberUnderTest second = member("n2");
        first.join();
        second.join();

        assertThat(first.create("switchover", "{\"id\":1}")).isEqualTo(new ControlOutcome.Done(0));
        assertThat(second.create("switchover", "{}")).isInstanceOf(ControlOutcome.Conflict.class);
        soon().untilAsserted(() ->
                assertThat(second.view.controls()).containsExactly(written("switchover", "{\"id\":1}", 0)));

        assertThat(second.replace("switchover", "{\"id\":2}", 0)).isEqualTo(new ControlOutcome.Done(1));
        assertThat(first.replace("switchover", "{}", 0)).isInstanceOf(ControlOutcome.Conflict.class);
        soon().untilAsserted(() ->
                assertThat(first.view.controls()).containsExactly(written("switchover", "{\"id\":2}", 1)));

        assertThat(first.delete("switchover", 0)).isInstanceOf(ControlOutcome.Conflict.class);
        assertThat(first.delete("switchover", 1)).isEqualTo(new ControlOutcome.Done(-1));
        assertThat(first.delete("switchover", 1)).isInstanceOf(ControlOutcome.Conflict.class);
        soon().untilAsserted(() -> assertThat(second.view.controls()).isEmpty());
    }

    @Test
    void aMemberCountsOnFromWhatTheClockOfZooKeeperSaidLast() throws Exception {
        MemberUnderTest member = member("n1");
        assertThat(member.view.time()).isEmpty();
        member.join();
        Instant written = seatWritten();
        assertThat(member.view.time().orElseThrow()).isAfterOrEqualTo(written);

        member.view.setReady(true);

        soon().until(() -> seatWritten().isAfter(written));
        soon().until(() -> !member.view.time().orElseThrow().isBefore(seatWritten()));
        assertThat(member.view.time().orElseThrow()).isBefore(seatWritten().plus(Duration.ofMinutes(1)));
    }

    private Instant seatWritten() throws KeeperException, InterruptedException {
        return Instant.ofEpochMilli(
                server.client().exists(MEMBERS + "n1", false).getMtime());
    }

    private ControlRecord written(String name, String json, int version) throws KeeperException, InterruptedException {
        Stat stat = server.client().exists("/understudy/c1/control/" + name, false);
        return new ControlRecord(name, json, version, Instant.ofEpochMilli(stat.getMtime()));
    }

    @Test
    void anExpiredSessionIsFollowedByAnother() throws Exception {
        MemberUnderTest first = member("n1");
        MemberUnderTest second = member("n2");
        first.join();
        second.join();
        first.view.setReady(true);
        soon().untilAsserted(() -> assertThat(second.view.members()).contains(first.shown(true, false)));
        long session = owner("n1");

        server.expire(session);

        soon().untilAsserted(() -> assertThat(owner("n1")).isNotZero().isNotEqualTo(session));
        soon().untilAsserted(() -> assertThat(second.view.members()).contains(first.shown(true, false)));
        soon().untilAsserted(() -> assertThat(first.view.members()).isEqualTo(second.view.members()));
        second.view.setReady(true);
        soon().untilAsserted(() -> assertThat(first.view.members()).contains(second.shown(true, false)));
        assertThat(first.duplicate.isGiven()).isFalse();
    }

    @Test
    void anAbsenceOfZooKeeperIsSurvived() throws Exception {
        MemberUnderTest first = member("n1");
        MemberUnderTest second = member("n2");
        first.join();
        second.join();
        soon().untilAsserted(() -> assertThat(first.view.members()).hasSize(2));

        server.stop();
        soon().untilAsserted(() -> assertThat(first.view.zookeeper()).isEqualTo("disconnected"));
        first.view.setReady(true);
        assertThat(first.view.members()).as("remembered meanwhile").hasSize(2);
        assertThat(first.check(StoreMemory.NOTHING)).isInstanceOf(Verdict.Unreachable.class);
        server.restart();

        soon().untilAsserted(() -> assertThat(first.view.zookeeper()).isEqualTo("connected"));
        soon().untilAsserted(() -> assertThat(second.view.members()).contains(first.shown(true, false)));
        assertThat(first.check(StoreMemory.NOTHING)).isInstanceOf(Verdict.Accepted.class);
    }

    /** The client ends its session by itself; the server, when it is back, still holds it, and the record with it. */
    @Test
    void anAbsenceLongerThanASessionIsSurvived() throws Exception {
        MemberUnderTest member = member("n1");
        member.join();
        long session = owner("n1");
        List<String> states = new CopyOnWriteArrayList<>();
        member.view.onChange(() -> states.add(member.view.zookeeper()));

        server.stop();
        soon().until(() -> states.contains("closed"));
        server.restart();

        // The session that looks on comes back in its own time, too.
        soon().ignoreException(KeeperException.ConnectionLossException.class)
                .untilAsserted(() -> assertThat(owner("n1")).isNotZero().isNotEqualTo(session));
        assertThat(member.join()).isInstanceOf(Verdict.Accepted.class);
        soon().untilAsserted(() -> assertThat(member.view.members()).containsExactly(member.shown(false, false)));
        assertThat(member.duplicate.isGiven()).isFalse();
    }

    @Test
    void zooKeeperNeedNotBeThereAtTheStart() throws Exception {
        server.stop();
        MemberUnderTest member = member("n1");
        assertThat(member.check(StoreMemory.NOTHING)).isInstanceOf(Verdict.Unreachable.class);

        server.restart();

        soon().untilAsserted(() -> assertThat(member.view.zookeeper()).isEqualTo("connected"));
        assertThat(member.check(StoreMemory.NOTHING)).isInstanceOf(Verdict.Accepted.class);
        soon().untilAsserted(() -> assertThat(member.view.members()).containsExactly(member.shown(false, false)));
    }

    @Test
    void aSecondProcessUnderTheSameIdIsRefusedAndNotAdmitted() throws Exception {
        MemberUnderTest first = member("n1");
        first.join();

        MemberUnderTest second = member("n1");

        assertThat(second.join()).isInstanceOf(Verdict.Unreachable.class);
        DuplicateNode other = second.duplicate.await();
        assertThat(other.incarnation()).isEqualTo(first.self.incarnation());
        assertThat(other.sentence())
                .isEqualTo("another daemon with ha.node.id=n1 is alive at http://n1:8998: give each host its own id");
        assertThat(first.duplicate.isGiven()).isFalse();
    }

    @Test
    void thePredecessorsRecordIsWaitedFor() throws Exception {
        MemberUnderTest first = member("n1");
        first.join();
        MemberUnderTest second = member("n1");
        soon().until(() -> second.view.zookeeper().equals("connected"));
        Reply<Verdict> verdict = second.ask(StoreMemory.NOTHING);

        server.expire(owner("n1"));
        first.view.close();

        assertThat(verdict.await()).isInstanceOf(Verdict.Accepted.class);
        soon().untilAsserted(() -> assertThat(second.view.members()).containsExactly(second.shown(false, false)));
        assertThat(second.duplicate.isGiven()).isFalse();
    }

    @Test
    void aStrangeStoreIsRefused() throws Exception {
        member("n1").join();
        MemberUnderTest member = member("n2");
        soon().until(() -> member.view.zookeeper().equals("connected"));
        StoreIdentity other = new StoreIdentity(UUID.randomUUID());

        Verdict verdict = member.check(new StoreMemory(Optional.of(other), new Epoch(1), 5));

        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) verdict).why()).contains(other.toString()).contains("Restore it.");
    }

    @Test
    void aStoreThatIsUsedAloneIsRefused() throws Exception {
        MemberUnderTest member = member("n1");
        assertThat(member.join()).isInstanceOf(Verdict.Accepted.class);

        server.client().create(MEMBERS + "standalone", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);

        Verdict verdict = member.join();
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) verdict).why()).contains("bin/session-service");
        assertThat(member.view.members()).containsExactly(member.shown(false, false));
    }

    private void request(String json) throws KeeperException, InterruptedException {
        String path = ZooKeeperNode.LAYOUT.path(StorePaths.control(FormatRequest.NAME));
        server.client().create(path, json.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private MemberUnderTest member(String node) throws IOException {
        MemberUnderTest member = new MemberUnderTest(node, server.connectString());
        opened.add(member.view);
        return member;
    }

    private long owner(String node) throws KeeperException, InterruptedException {
        Stat stat = server.client().exists(MEMBERS + node, false);
        return stat == null ? 0 : stat.getEphemeralOwner();
    }

    private static void write(FencedStore store, WriteOp op) {
        Reply<WriteOutcome> reply = new Reply<>();
        store.write(List.of(op), reply);
        assertThat(reply.await()).isInstanceOf(WriteOutcome.Written.class);
    }

    private static String activeJson(long epoch) {
        return "{\"epoch\":%d,\"node\":\"n2\",\"addresses\":{\"http\":\"http://n2:8998\"},\"since\":\"%s\"}"
                .formatted(epoch, STARTED);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    /** A member, and what was told of it. */
    private static final class MemberUnderTest {

        final MemberIdentity self;
        final Reply<DuplicateNode> duplicate = new Reply<>();
        final ZooKeeperMembership view;

        MemberUnderTest(String node, String connectString) throws IOException {
            self = new MemberIdentity(
                    node,
                    URI.create("http://" + node + ":8998"),
                    UUID.randomUUID().toString(),
                    "0.1.0",
                    "abc",
                    STARTED,
                    3);
            StoreAccess access =
                    StoreAccess.open(ZooKeeperNode.LAYOUT, "ZooKeeper at test", "Restore it.", Duration.ofSeconds(4));
            view = ZooKeeperMembership.open(
                    new MembershipSettings(
                            ZooKeeperAddress.of(connectString, Duration.ofSeconds(3)),
                            access,
                            self,
                            new Candidate(node, self.incarnation(), ZooKeeperNode.YARN)),
                    Custodian.NOBODY,
                    duplicate);
        }

        Member shown(boolean ready, boolean back) {
            return new Member(
                    self.node(),
                    self.http(),
                    self.incarnation(),
                    self.version(),
                    self.configHash(),
                    ready,
                    back,
                    self.since(),
                    self.storeFormat(),
                    Optional.empty());
        }

        /** Joins a cluster that is there. */
        Verdict join() {
            soon().until(() -> view.zookeeper().equals("connected"));
            return check(StoreMemory.NOTHING);
        }

        Reply<Verdict> ask(StoreMemory memory) {
            Reply<Verdict> reply = new Reply<>();
            view.check(memory, reply);
            return reply;
        }

        Verdict check(StoreMemory memory) {
            return ask(memory).await();
        }

        ControlOutcome create(String name, String json) {
            Reply<ControlOutcome> reply = new Reply<>();
            view.create(name, json, reply);
            return reply.await();
        }

        ControlOutcome replace(String name, String json, int version) {
            Reply<ControlOutcome> reply = new Reply<>();
            view.replace(name, json, version, reply);
            return reply.await();
        }

        ControlOutcome delete(String name, int version) {
            Reply<ControlOutcome> reply = new Reply<>();
            view.delete(name, version, reply);
            return reply.await();
        }
    }
}
