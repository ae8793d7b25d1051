package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.read;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.text;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.WriteOutcome.Cause;
import io.understudy.fencing.WriteOutcome.Conflict;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Unknown;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.FaultProxy.Cut;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door tells when the connection is cut at a chosen point: always what became of the write in truth. */
@Execution(ExecutionMode.CONCURRENT)
final class UnknownOutcomeTest {

    /** As long as the server grants: on a busy machine too, sessions end only where a test ends them. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private static final Duration SHORT = Duration.ofSeconds(3);

    private final List<ZooKeeperNode> nodes = new ArrayList<>();
    private TestingZooKeeper server;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
        proxy = new FaultProxy(server.port());
    }

    @AfterEach
    void stop() {
        proxy.reconnect();
        proxy.resume();
        nodes.forEach(ZooKeeperNode::close);
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aCreateIsDoneOnce(Cut where) {
        FencedStore store = behindProxy("n1").win();
        proxy.cut(where, 0);

        assertThat(write(store, creating("a", "one"))).isEqualTo(new Written(List.of(0)));

        proxy.awaitCut();
        assertThat(read(store, "a").content().orElseThrow().version()).isZero();
        assertThat(write(store, updating("a", "two", 0))).isEqualTo(new Written(List.of(1)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void anUpdateIsDoneOnce(Cut where) {
        FencedStore store = behindProxy("n1").win();
        write(store, creating("a", "one"));
        proxy.cut(where, 0);

        assertThat(write(store, updating("a", "two", 0))).isEqualTo(new Written(List.of(1)));

        proxy.awaitCut();
        assertThat(text(read(store, "a"))).isEqualTo("two");
        assertThat(read(store, "a").content().orElseThrow().version()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aDeleteIsDoneOnce(Cut where) {
        FencedStore store = behindProxy("n1").win();
        write(store, creating("a", "one"));
        proxy.cut(where, 0);

        assertThat(write(store, new WriteOp.Delete("a", 0))).isEqualTo(new Written(List.of(-1)));

        proxy.awaitCut();
        assertThat(read(store, "a").content()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aTransactionOfManyIsDoneOnce(Cut where) {
        FencedStore store = behindProxy("n1").win();
        write(store, creating("a", "one"), creating("b", "one"));
        proxy.cut(where, 0);

        assertThat(write(
                        store,
                        updating("a", "two", 0),
                        creating("c", ""),
                        updating("c", "two", 0),
                        new WriteOp.Delete("b", 0)))
                .isEqualTo(new Written(List.of(1, 0, 1, -1)));

        proxy.awaitCut();
        assertThat(text(read(store, "c"))).isEqualTo("two");
        assertThat(read(store, "b").content()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aConflictStaysAConflict(Cut where) {
        FencedStore store = behindProxy("n1").win();
        write(store, creating("a", "one"));
        proxy.cut(where, 0);

        assertThat(write(store, creating("b", ""), updating("a", "two", 5)))
                .isEqualTo(new Conflict(1, Cause.BAD_VERSION));

        proxy.awaitCut();
        assertThat(read(store, "b").content()).isEmpty();
    }

    @Test
    void aNodeOfAnEarlierTermIsNotTakenForOurs() {
        FencedStore before = behindProxy("n1").win();
        write(before, creating("a", "same"));
        write(before, creating("b", "old"));
        write(before, updating("b", "same", 0));
        FencedStore store = behindProxy("n2").win();
        proxy.cut(Cut.BEFORE_ANSWER, 0);

        assertThat(write(store, creating("a", "same"))).isEqualTo(new Conflict(0, Cause.NODE_EXISTS));

        proxy.awaitCut();
        proxy.cut(Cut.BEFORE_ANSWER, 0);
        assertThat(write(store, updating("b", "same", 0))).isEqualTo(new Conflict(0, Cause.BAD_VERSION));
        proxy.awaitCut();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aHeartbeatIsAcknowledgedOnTheNewConnection(Cut where) {
        FencedStore store = behindProxy("n1").win();
        long before = store.acknowledgedAt();
        proxy.cut(where, 0);

        assertThat(heartbeat(store)).isEqualTo(new Written(List.of()));

        proxy.awaitCut();
        assertThat(store.acknowledgedAt() - before).isPositive();
    }

    @Test
    void anAcknowledgementCountsFromWhenTheHeartbeatWasSent() {
        FencedStore store = behindProxy("n1").win();
        proxy.pause();
        Reply<WriteOutcome> reply = submit(store);
        proxy.awaitHeldTransaction();
        long sent = System.nanoTime();
        proxy.resume();

        assertThat(reply.await()).isInstanceOf(Written.class);

        assertThat(store.acknowledgedAt() - sent).isNegative();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aCutAmidstThePipelineLosesNothingAndDoublesNothing(Cut where) {
        FencedStore store = behindProxy("n1").win();
        for (int round = 0; round < 3; round++) {
            // The first few go alone, the others in crowds.
            proxy.cut(where, 2 + 2 * round);
            List<Reply<WriteOutcome>> replies = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                replies.add(submit(store, creating("r" + round + "-" + i, "v" + i)));
            }
            proxy.awaitCut();
            assertThat(replies).allSatisfy(reply -> assertThat(reply.await()).isEqualTo(new Written(List.of(0))));
            for (int i = 0; i < 300; i++) {
                assertThat(text(read(store, "r" + round + "-" + i))).isEqualTo("v" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void writesToOnePathKeepTheirOrderOverACut(Cut where) {
        FencedStore store = behindProxy("n1").win();
        write(store, creating("a", ""));
        proxy.cut(where, 10);
        List<Reply<WriteOutcome>> replies = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            replies.add(submit(store, updating("a", "v" + i, i)));
        }

        for (int i = 0; i < 30; i++) {
            assertThat(replies.get(i).await()).isEqualTo(new Written(List.of(i + 1)));
        }
        assertThat(text(read(store, "a"))).isEqualTo("v29");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomCutsLeaveTheTruth(long seed) {
        Random random = new Random(seed);
        FencedStore store = behindProxy("n1").win();
        Map<String, Integer> versions = new HashMap<>();
        Map<String, String> contents = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            proxy.cut(random.nextBoolean() ? Cut.BEFORE_ANSWER : Cut.BEFORE_REQUEST, random.nextInt(8));
            List<Runnable> checks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String path = "k" + random.nextInt(12);
                String data = seed + "/" + round + "/" + i;
                Integer version = versions.get(path);
                boolean stale = random.nextInt(8) == 0;
                WriteOp op = version == null ? creating(path, data) : updating(path, data, version + (stale ? 3 : 0));
                boolean refused = version != null && stale;
                if (!refused) {
                    versions.put(path, version == null ? 0 : version + 1);
                    contents.put(path, data);
                }
                Reply<WriteOutcome> reply = submit(store, op);
                int after = versions.getOrDefault(path, -1);
                checks.add(() -> assertThat(reply.await())
                        .as("seed %d, %s", seed, op)
                        .isEqualTo(refused ? new Conflict(0, Cause.BAD_VERSION) : new Written(List.of(after))));
            }
            checks.forEach(Runnable::run);
        }
        contents.forEach((path, data) -> assertThat(text(read(store, path)))
                .as("seed %d, %s", seed, path)
                .isEqualTo(data));
    }

    @Test
    void readsSurviveACut() {
        FencedStore store = behindProxy("n1").win();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            paths.add("a" + i);
            store.write(List.of(creating("a" + i, "v" + i)), outcome -> {});
        }
        write(store);
        Reply<ReadOutcome<List<StoredNode>>> reply = new Reply<>();
        proxy.pause();
        store.read(paths, reply);
        proxy.cutNow();
        proxy.resume();

        ReadOutcome<List<StoredNode>> outcome = reply.await();

        assertThat(outcome).isInstanceOf(ReadOutcome.Found.class);
        List<StoredNode> found = ((ReadOutcome.Found<List<StoredNode>>) outcome).value();
        assertThat(found).extracting(StoredNode::path).isEqualTo(paths);
        assertThat(found)
                .allSatisfy(node ->
                        assertThat(text(node)).isEqualTo("v" + node.path().substring(1)));
    }

    @Test
    void anExpiredSessionLeavesTheOutcomeUnknown() {
        ZooKeeperNode node = behindProxy("n1");
        FencedStore store = node.win();
        proxy.cutAndIsolate(Cut.BEFORE_ANSWER);
        Reply<WriteOutcome> applied = submit(store, creating("a", "one"));
        Reply<WriteOutcome> behind = submit(store, creating("a", "two"));
        proxy.awaitCut();
        server.expire(node.zooKeeper().getSessionId());
        proxy.reconnect();

        Unknown ended = new Unknown("the ZooKeeper session ended");
        assertThat(applied.await()).isEqualTo(ended);
        assertThat(behind.await()).isEqualTo(ended);
        assertThat(write(store, creating("b", ""))).isInstanceOf(Unknown.class);
        assertThat(heartbeat(store)).isInstanceOf(Unknown.class);
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
        Reply<ReadOutcome<List<String>>> children = new Reply<>();
        store.children("history", children);
        assertThat(children.await()).isInstanceOf(ReadOutcome.Failed.class);
    }

    @Test
    void theDeadlineLeavesTheOutcomeUnknownAndTheWriteIsNotSentAgain() throws Exception {
        ZooKeeperNode node = behindProxy("n1", SHORT);
        FencedStore store = node.win();
        proxy.cutAndIsolate(Cut.BEFORE_REQUEST);
        Reply<WriteOutcome> lost = submit(store, creating("a", "one"));
        proxy.awaitCut();
        Reply<WriteOutcome> held = submit(store, creating("a", "two"));
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);
        Reply<ReadOutcome<List<String>>> children = new Reply<>();
        store.children("history", children);

        assertThat(lost.await()).isInstanceOf(Unknown.class);
        assertThat(held.await()).isInstanceOf(Unknown.class);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
        assertThat(children.await()).isInstanceOf(ReadOutcome.Failed.class);

        proxy.reconnect();
        await().atMost(Duration.ofSeconds(60)).until(() -> heartbeat(store) instanceof Written);
        assertThat(read(store, "a").content()).isEmpty();
    }

    @Test
    void aWriteThatWasLostIsRefusedOnceTheEpochWasRaised() {
        FencedStore store = behindProxy("n1").win();
        proxy.cutAndIsolate(Cut.BEFORE_REQUEST);
        Reply<WriteOutcome> lost = submit(store, creating("a", "one"));
        proxy.awaitCut();
        FencedStore next = direct("n2").win();
        Reply<WriteOutcome> held = submit(store, creating("b", "one"));
        proxy.reconnect();

        assertThat(lost.await()).isInstanceOf(Unknown.class);
        // Not known either if it was sent before the connection was seen to be lost.
        assertThat(held.await()).isInstanceOfAny(Deposed.class, Unknown.class);
        assertThat(write(store, creating("c", ""))).isInstanceOf(Deposed.class);
        assertThat(read(next, "a").content()).isEmpty();
        assertThat(read(next, "b").content()).isEmpty();
    }

    @Test
    void closingAnswersWhatIsUnderWay() {
        FencedStore store = behindProxy("n1").win();
        proxy.pause();
        Reply<WriteOutcome> sent = submit(store, creating("a", "one"));
        Reply<WriteOutcome> held = submit(store, creating("a", "two"));
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);

        store.close();

        assertThat(sent.await()).isInstanceOf(Unknown.class);
        assertThat(held.await()).isInstanceOf(Unknown.class);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_REQUEST", "BEFORE_ANSWER"})
    void aTermIsWonOnceWhereverTheConnectionIsCut(Cut where) throws Exception {
        ZooKeeperNode node = behindProxy("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        proxy.cut(where, 0);

        Raised raised =
                node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING).await();

        proxy.awaitCut();
        assertThat(raised).isInstanceOf(Raised.Won.class);
        FencedStore store = ((Raised.Won) raised).store();
        assertThat(store.term().epoch()).isEqualTo(new Epoch(1));
        assertThat(store.term().ids()).isEqualTo(new IdBlock(0, 1000));
        assertThat(write(store, creating("a", ""))).isInstanceOf(Written.class);
        assertThat(new String(server.client().getData("/understudy/c1/next-id", false, null), UTF_8))
                .isEqualTo("1000");
    }

    @Test
    void aSetupThatWasCutShortMakesNoEpochAndIsRepeated() throws Exception {
        ZooKeeperNode node = behindProxy("n1");
        proxy.cutAtCreate(100);

        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Unreachable.class);

        proxy.awaitCut();
        assertThat(server.client().exists("/understudy/c1/epoch", false)).isNull();
        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Joinable.class);
        assertThat(server.client().getChildren("/understudy/c1/logs", false)).hasSize(256);
    }

    @Test
    void aTermThatAnotherWonMeanwhileIsNotTakenForOurs() {
        ZooKeeperNode node = behindProxy("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        proxy.cutAndIsolate(Cut.BEFORE_REQUEST);
        Reply<Raised> raised = node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING);
        proxy.awaitCut();
        FencedStore other = direct("n2").win();
        assertThat(other.term().epoch()).isEqualTo(new Epoch(1));
        proxy.reconnect();

        Raised outcome = raised.await();

        assertThat(outcome).isInstanceOf(Raised.Won.class);
        assertThat(((Raised.Won) outcome).store().term().epoch()).isEqualTo(new Epoch(2));
        assertThat(write(other)).isInstanceOf(Deposed.class);
    }

    @Test
    void aTermOnASessionThatEndsIsNotWon() {
        ZooKeeperNode node = behindProxy("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        proxy.cutAndIsolate(Cut.BEFORE_ANSWER);
        Reply<Raised> raised = node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING);
        proxy.awaitCut();
        server.expire(node.zooKeeper().getSessionId());
        proxy.reconnect();

        assertThat(raised.await()).isInstanceOf(Raised.Failed.class);
    }

    @Test
    void aTermIsNotWaitedForBeyondTheDeadline() {
        ZooKeeperNode node = behindProxy("n1", SHORT);
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        proxy.isolate();

        assertThat(node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING)
                        .await())
                .isInstanceOf(Raised.Failed.class);
        assertThat(node.check(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Unreachable.class);
        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Unreachable.class);
    }

    private ZooKeeperNode behindProxy(String node) {
        return behindProxy(node, Duration.ofSeconds(30));
    }

    private ZooKeeperNode behindProxy(String node, Duration deadline) {
        return add(ZooKeeperNode.over(
                node, TestingZooKeeper.connect(proxy.connectString(), SESSION_TIMEOUT_MS), deadline));
    }

    private ZooKeeperNode direct(String node) {
        return add(ZooKeeperNode.connect(node, server.connectString()));
    }

    private ZooKeeperNode add(ZooKeeperNode node) {
        nodes.add(node);
        return node;
    }
}
