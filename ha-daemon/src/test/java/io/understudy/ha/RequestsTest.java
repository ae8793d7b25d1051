package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.admin.ControlDesk.Entry;
import io.understudy.ha.admin.ControlDesk.Left;
import io.understudy.ha.admin.Motive;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.membership.MemberIdentity;
import io.understudy.ha.membership.zookeeper.MembershipSettings;
import io.understudy.ha.membership.zookeeper.ZooKeeperMembership;
import io.understudy.ha.node.ThreadLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of operators on a real ZooKeeper, and what the node makes of them that wins the next term. */
final class RequestsTest {

    private static final int NEWER = StoreFormat.NEWEST + 1;

    private TestingZooKeeper server;
    private ZooKeeperNode newer;
    private ZooKeeperMembership membership;
    private Requests requests;
    private Epoch served = Epoch.NONE;
    private final Deque<Optional<String>> bars = new ConcurrentLinkedDeque<>();
    private final ThreadLoop loop = new ThreadLoop("requests", defect -> {});

    @BeforeEach
    void start() throws IOException {
        server = TestingZooKeeper.start();
        try (ZooKeeperNode older = ZooKeeperNode.connect("n2", server.connectString())) {
            older.win();
        }
        newer = ZooKeeperNode.ofBuild(NEWER, "n1", server.connectString());
        membership = membership(newer.candidate());
        requests = new Requests("n1", membership, membership, Optional::empty, epoch -> epoch.equals(served));
        seen(1);
    }

    @AfterEach
    void stop() {
        loop.close();
        membership.close();
        newer.close();
        server.close();
    }

    @Test
    void theFormatThatWasAskedForIsTakenUpAsTheNextTermIsWon() {
        String id = standing(format(1, NEWER));
        assertThat(entries()).extracting(Entry::fate).containsExactly("requested");

        assertThat(newer.win().term().format()).isEqualTo(NEWER);

        seen(2);
        assertThat(entries()).hasSize(1).first().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(id);
            assertThat(entry.kind()).isEqualTo("finalize");
            assertThat(entry.by()).isEqualTo("n1");
            assertThat(entry.fate()).isEqualTo("done");
        });
    }

    @Test
    void aSwitchoverThatComesToTheActiveIsAcceptedAsItIsWritten() {
        served = new Epoch(1);
        standing(switchover(1));
        assertThat(entries()).extracting(Entry::fate).containsExactly("accepted");
    }

    @Test
    void aSwitchoverThatComesToAnotherNodeWaitsForTheActive() {
        standing(switchover(1));
        assertThat(entries()).extracting(Entry::fate).containsExactly("requested");
    }

    @Test
    void whoAsksForTheSameAgainGetsTheRequestThatStands() {
        String id = standing(format(1, NEWER));
        entries();

        assertThat(standing(format(1, NEWER))).isEqualTo(id);
        assertThat(format(1, NEWER + 1)).isInstanceOf(Left.Occupied.class);
    }

    @Test
    void aRequestOfAnEpochThatIsOverIsVoidAndReplaced() {
        standing(format(1, NEWER + 1));
        entries();
        assertThat(newer.win().term().format()).isEqualTo(StoreFormat.NEWEST);
        seen(2);
        assertThat(entries()).extracting(Entry::fate).containsExactly("void");

        String id = standing(format(2, NEWER));

        soon().untilAsserted(() ->
                assertThat(requests.entries()).extracting(Entry::id).containsExactly(id));
        assertThat(newer.win().term().format()).isEqualTo(NEWER);
    }

    @Test
    void aPauseStandsUntilItIsTakenBack() {
        Pauses pauses = new Pauses("n1", membership, membership, bars::add, loop);
        requests = new Requests("n1", membership, membership, pauses::current, epoch -> false);
        membership.onChange(pauses::look);
        Reply<Left> reply = new Reply<>();
        requests.requestPause(
                new Epoch(1), Duration.ofHours(1), new Motive(Optional.of("alice"), Optional.of("new disks")), reply);
        String pause = standing(reply.await());

        soon().until(() -> requests.paused().isPresent());
        assertThat(requests.paused().orElseThrow().id()).isEqualTo(pause);
        assertThat(requests.paused().orElseThrow().reason()).isEqualTo("new disks");
        assertThat(bars.getLast().orElseThrow()).contains("by alice (new disks): only n2 may take over");
        assertThat(entries()).hasSize(1).first().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("pause");
            assertThat(entry.fate()).isEqualTo("accepted");
        });

        Reply<Left> resumed = new Reply<>();
        requests.requestResume(new Epoch(1), Motive.NONE, resumed);
        String resume = standing(resumed.await());

        soon().until(() -> requests.paused().isEmpty());
        assertThat(bars.getLast()).isEmpty();
        soon().untilAsserted(() -> assertThat(requests.entries())
                .extracting(Entry::id, Entry::kind, Entry::fate)
                .containsExactly(tuple(resume, "resume", "done")));
    }

    @Test
    void aSwitchoverStandsBesideIt() {
        standing(format(1, NEWER));
        Reply<Left> reply = new Reply<>();
        requests.requestSwitchover(new Epoch(1), Optional.of("n1"), Motive.NONE, reply);
        standing(reply.await());

        soon().untilAsserted(() ->
                assertThat(requests.entries()).extracting(Entry::kind).containsExactly("finalize", "switchover"));
        Reply<Left> again = new Reply<>();
        requests.requestSwitchover(new Epoch(1), Optional.empty(), Motive.NONE, again);
        assertThat(again.await()).isInstanceOf(Left.Occupied.class);
    }

    private List<Entry> entries() {
        soon().until(() -> !requests.entries().isEmpty());
        return requests.entries();
    }

    private void seen(long epoch) {
        soon().untilAsserted(() -> assertThat(membership.epoch()).isEqualTo(new Epoch(epoch)));
    }

    private Left format(long epoch, int format) {
        Reply<Left> reply = new Reply<>();
        requests.requestFormat(new Epoch(epoch), format, reply);
        return reply.await();
    }

    private Left switchover(long epoch) {
        Reply<Left> reply = new Reply<>();
        requests.requestSwitchover(new Epoch(epoch), Optional.empty(), Motive.NONE, reply);
        return reply.await();
    }

    private static String standing(Left left) {
        assertThat(left).isInstanceOf(Left.Standing.class);
        return ((Left.Standing) left).id();
    }

    private ZooKeeperMembership membership(Candidate self) throws IOException {
        StoreAccess access =
                StoreAccess.open(ZooKeeperNode.LAYOUT, "ZooKeeper at test", "Restore it.", Duration.ofSeconds(4));
        MemberIdentity identity = new MemberIdentity(
                self.node(),
                URI.create("http://n1:8998"),
                self.incarnation(),
                "0.1.0",
                "abc",
                Instant.EPOCH,
                self.format());
        return ZooKeeperMembership.open(
                new MembershipSettings(
                        ZooKeeperAddress.of(server.connectString(), Duration.ofSeconds(3)), access, identity, self),
                Custodian.NOBODY,
                duplicate -> {});
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }
}
