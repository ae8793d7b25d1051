package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting the store up, checking it, and winning terms on a real server. */
final class TermTest {

    private static final String ROOT = "/understudy/c1";
    private static final String LOCK = ZooKeeperNode.LAYOUT.lock();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ZooKeeperNode> nodes = new ArrayList<>();
    private TestingZooKeeper server;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
    }

    @AfterEach
    void stop() {
        nodes.forEach(ZooKeeperNode::close);
        server.close();
    }

    @Test
    void aStoreIsAbsentUntilItIsSetUp() throws Exception {
        ZooKeeperNode node = node("n1");

        assertThat(node.check(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isEqualTo(new StoreState.Absent());
        assertThat(server.client().exists("/understudy", false)).isNull();
        StoreState.Joinable made = joinable(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN));

        assertThat(made.epoch()).isEqualTo(Epoch.NONE);
        assertThat(made.nextId()).isZero();
        assertThat(node.check(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isEqualTo(made);
        assertThat(node.prepare(remembering(made.store(), 0, -1), ZooKeeperNode.YARN))
                .isEqualTo(made);
    }

    @Test
    void theStoreHasTheAgreedNodes() throws Exception {
        joinable(node("n1").prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN));
        ZooKeeper client = server.client();

        assertThat(client.getChildren(ROOT, false))
                .containsExactlyInAnyOrder(
                        "election",
                        "epoch",
                        "sessions",
                        "logs",
                        "next-id",
                        "history",
                        "members",
                        "control",
                        "graves",
                        "secret");
        assertThat(client.getChildren(ROOT + "/sessions", false)).hasSize(256).contains("00", "0a", "ff");
        assertThat(client.getChildren(ROOT + "/logs", false)).hasSize(256).contains("00", "0a", "ff");
        assertThat(client.getData(ROOT + "/secret", false, null)).hasSize(32);
        assertThat(new String(client.getData(ROOT + "/next-id", false, null), UTF_8))
                .isEqualTo("0");
        JsonNode epoch = json("epoch");
        assertThat(epoch.fieldNames())
                .toIterable()
                .containsExactly("uuid", "epoch", "node", "incarnation", "session", "format", "yarn", "since");
        assertThat(epoch.path("epoch").asLong(-1)).isZero();
        assertThat(epoch.path("format").asInt()).isEqualTo(1);
        assertThat(epoch.path("yarn").isNull()).isTrue();
    }

    @Test
    void nodesThatSetItUpAtOnceMakeOneStore() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            List<Callable<StoreState>> setups = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                ZooKeeperNode node = node("n" + i);
                setups.add(() -> node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN));
            }
            List<StoreState> states = new ArrayList<>();
            for (Future<StoreState> state : threads.invokeAll(setups)) {
                states.add(state.get());
            }

            assertThat(states).hasSize(5).allSatisfy(state -> assertThat(state).isEqualTo(joinable(states.get(0))));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSetupThatWasCutShortIsCompleted() throws Exception {
        ZooKeeper client = server.client();
        for (String path : List.of("/understudy", ROOT, ROOT + "/sessions", ROOT + "/sessions/00")) {
            client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }

        joinable(node("n1").prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN));

        assertThat(client.getChildren(ROOT + "/sessions", false)).hasSize(256);
    }

    @Test
    void aRootThatMayNotBeMadeIsRefused() throws Exception {
        server.client().create("/understudy", new byte[0], ZooDefs.Ids.READ_ACL_UNSAFE, CreateMode.PERSISTENT);

        assertThat(refusal(node("n1").prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)))
                .contains("ZooKeeper at test does not let this node create " + ROOT, "access control list");
    }

    @Test
    void aTermIsWrittenDownAsAgreed() throws Exception {
        ZooKeeperNode node = node("n1");
        FencedStore store = node.win();

        JsonNode epoch = json("epoch");
        assertThat(epoch.path("uuid").asText())
                .isEqualTo(store.term().store().uuid().toString());
        assertThat(epoch.path("epoch").asLong()).isEqualTo(1);
        assertThat(epoch.path("node").asText()).isEqualTo("n1");
        assertThat(epoch.path("incarnation").asText())
                .isEqualTo(node.candidate().incarnation());
        assertThat(epoch.path("session").asText())
                .isEqualTo("0x" + Long.toHexString(node.zooKeeper().getSessionId()));
        assertThat(epoch.path("yarn").asText()).isEqualTo(ZooKeeperNode.YARN);
        node("n2").win();
        JsonNode history = json("history/2");
        assertThat(history.path("format").asInt()).isEqualTo(1);
        assertThat(history.path("epoch").asLong()).isEqualTo(2);
        assertThat(history.path("node").asText()).isEqualTo("n2");
        assertThat(history.path("from").path("node").asText()).isEqualTo("n1");
        assertThat(history.path("from").path("epoch").asLong()).isEqualTo(1);
        assertThat(store.term().session()).isEqualTo(node.zooKeeper().getSessionId());
        assertThat(store.sessionTimeout().toMillis()).isEqualTo(node.zooKeeper().getSessionTimeout());
    }

    @Test
    void historyKeepsTheLastThousandEpochs() throws Exception {
        ZooKeeperNode node = node("n1");
        node.win();
        ObjectNode epoch = ((ObjectNode) json("epoch")).put("epoch", 999);
        server.client().setData(ROOT + "/epoch", JSON.writeValueAsBytes(epoch), -1);

        node.win();
        assertThat(history()).containsExactlyInAnyOrder("1", "1000");
        node.win();
        assertThat(history()).containsExactlyInAnyOrder("1000", "1001");
        node.win();
        assertThat(history()).containsExactlyInAnyOrder("1000", "1001", "1002");
    }

    @Test
    void theLockMustBeOfThisSession() throws Exception {
        ZooKeeperNode node = node("n1");
        ZooKeeperNode other = node("n2");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        LockProof proof = new LockProof.HeldLock();

        assertThat(raise(node, proof)).isInstanceOf(Raised.LockNotHeld.class);
        take(other.zooKeeper());
        assertThat(raise(node, proof)).isInstanceOf(Raised.LockNotHeld.class);
        assertThat(json("epoch").path("epoch").asLong(-1)).isZero();
        assertThat(raise(other, proof)).isInstanceOf(Raised.Won.class);
        other.zooKeeper().delete(LOCK, -1);
        take(node.zooKeeper());
        assertThat(raise(node, proof)).isInstanceOf(Raised.Won.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aNewTermTakesDownTheSignThatTheOneBeforeServed(int updates) throws Exception {
        ZooKeeperNode node = node("n1");
        node.win();
        String active = ZooKeeperNode.LAYOUT.path(StorePaths.ACTIVE);
        server.client().create(active, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int i = 0; i < updates; i++) {
            server.client().setData(active, new byte[] {1}, -1);
        }

        node.win();

        assertThat(server.client().exists(active, false)).isNull();
    }

    @Test
    void aLockThatIsNotEphemeralIsNobodys() throws Exception {
        ZooKeeperNode node = node("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        node.zooKeeper().create(LOCK, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

        assertThat(raise(node, new LockProof.HeldLock())).isInstanceOf(Raised.LockNotHeld.class);
    }

    @Test
    void candidatesThatRaceAllWinEpochsOfTheirOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<FencedStore>> candidates = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                ZooKeeperNode node = node("n" + i);
                candidates.add(node::win);
            }
            List<Long> epochs = new ArrayList<>();
            for (Future<FencedStore> store : threads.invokeAll(candidates)) {
                epochs.add(store.get().term().epoch().number());
            }

            assertThat(epochs).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTermOfTheSameSessionDeposesTheOneBefore() {
        ZooKeeperNode node = node("n1");
        FencedStore first = node.win();
        FencedStore second = node.win();

        assertThat(write(first, creating("a", ""))).isInstanceOf(Deposed.class);
        assertThat(write(second, creating("a", ""))).isInstanceOf(Written.class);
    }

    @Test
    void anEpochThatIsGoneEndsTheTerm() throws Exception {
        FencedStore store = node("n1").win();
        server.client().delete(ROOT + "/epoch", -1);

        assertThat(heartbeat(store)).isInstanceOf(Deposed.class);
    }

    @Test
    void aWipedStoreIsRefusedByWhoRemembersIt() throws Exception {
        ZooKeeperNode node = node("n1");
        StoreMemory memory = remembering(node.win().term().store(), 1, 5);
        server.wipe();
        ZooKeeperNode again = node("n1");

        assertRefused(
                again, memory, "has no store at " + ROOT, memory.store().get().toString(), "wiped");
        assertThat(refusal(again.prepare(memory, ZooKeeperNode.YARN))).contains("wiped");
        assertThat(server.client().exists(ROOT, false)).isNull();
    }

    @Test
    void anotherStoreIsRefused() {
        ZooKeeperNode node = node("n1");
        StoreIdentity here = node.win().term().store();
        StoreIdentity other = new StoreIdentity(UUID.randomUUID());

        assertRefused(node, remembering(other, 0, -1), here.toString(), other.toString(), "replaced");
    }

    @Test
    void aLowerEpochThanSeenIsRefused() {
        ZooKeeperNode node = node("n1");
        StoreIdentity store = node.win().term().store();

        assertRefused(node, remembering(store, 2, 5), "is at epoch 1", "has seen epoch 2", "older copy");
        assertThat(node.check(remembering(store, 1, 5), ZooKeeperNode.YARN)).isInstanceOf(StoreState.Joinable.class);
    }

    @Test
    void aLowerNextIdThanSeenIsRefused() {
        ZooKeeperNode node = node("n1");
        StoreIdentity store = node.win().term().store();

        assertRefused(node, remembering(store, 1, 1000), "gives out id 1000 next", "has seen id 1000", "older copy");
        assertThat(node.check(remembering(store, 1, 999), ZooKeeperNode.YARN)).isInstanceOf(StoreState.Joinable.class);
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        ZooKeeperNode node = node("n1");
        node.win();
        ObjectNode epoch = ((ObjectNode) json("epoch")).put("format", 2);
        server.client().setData(ROOT + "/epoch", JSON.writeValueAsBytes(epoch), -1);

        assertRefused(node, StoreMemory.NOTHING, "needs format 2", "formats up to 1", "Install");
    }

    @Test
    void onceTheFormatIsFinalizedAnOlderBuildStaysOut() throws Exception {
        ZooKeeperNode older = node("n1");
        older.win();
        ZooKeeperNode newer = nodeOfBuild(2, "n2");
        assertThat(newer.win().term().format()).isEqualTo(1);
        joinable(older.check(StoreMemory.NOTHING, ZooKeeperNode.YARN));
        request("{\"id\":\"f-1\",\"epoch\":2,\"format\":2,\"by\":\"n2\",\"at\":\"2026-01-01T00:00:00Z\"}");

        assertThat(newer.win().term().format()).isEqualTo(2);

        assertThat(json("epoch").path("format").asInt()).isEqualTo(2);
        assertThat(json("history/2").path("format").asInt()).isEqualTo(1);
        assertThat(json("history/3").path("format").asInt()).isEqualTo(2);
        assertRefused(older, StoreMemory.NOTHING, "needs format 2", "formats up to 1", "Install");
        joinable(newer.check(StoreMemory.NOTHING, ZooKeeperNode.YARN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "[]",
                "{}",
                "{\"epoch\":1}",
                "{\"format\":2}",
                "{\"epoch\":\"1\",\"format\":2}",
                "{\"epoch\":1.5,\"format\":2}",
                "{\"epoch\":-1,\"format\":2}",
                "{\"epoch\":1,\"format\":\"2\"}",
                "{\"epoch\":1,\"format\":99999999999}",
            })
    void aRequestThatCannotBeReadAsksForNothing(String text) throws Exception {
        node("n1").win();
        request(text);

        assertThat(nodeOfBuild(2, "n2").win().term().format()).isEqualTo(1);
    }

    @Test
    void aNewStoreHasTheNewestFormatOfTheBuildThatMakesIt() throws Exception {
        nodeOfBuild(2, "n1").prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);

        assertThat(json("epoch").path("format").asInt()).isEqualTo(2);
        assertThat(refusal(node("n2").prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)))
                .contains("needs format 2");
    }

    @Test
    void anotherYarnClusterIsRefusedOnceOneIsRecorded() {
        ZooKeeperNode node = node("n1");
        joinable(node.prepare(StoreMemory.NOTHING, "yarn-2"));
        node.win();

        assertThat(refusal(node.check(StoreMemory.NOTHING, "yarn-2"))).contains("yarn-1", "yarn-2", "HADOOP_CONF_DIR");
        joinable(node.check(StoreMemory.NOTHING, ZooKeeperNode.YARN));
    }

    @Test
    void whatIsNotARecordIsRefused() throws Exception {
        ZooKeeperNode node = node("n1");
        node.win();
        ObjectNode epoch = (ObjectNode) json("epoch");
        server.client().setData(ROOT + "/epoch", "{}".getBytes(UTF_8), -1);
        assertRefused(node, StoreMemory.NOTHING, "was not written by this program");
        server.client().setData(ROOT + "/epoch", "rubbish".getBytes(UTF_8), -1);
        assertRefused(node, StoreMemory.NOTHING, "was not written by this program");
        server.client().setData(ROOT + "/epoch", JSON.writeValueAsBytes(epoch.put("format", 0)), -1);
        assertRefused(node, StoreMemory.NOTHING, "was not written by this program", "no format 0");
    }

    @Test
    void aStoreWithoutItsEpochIsNotSetUpAnew() throws Exception {
        ZooKeeperNode node = node("n1");
        node.win();
        server.client().delete(ROOT + "/epoch", -1);

        assertThat(refusal(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)))
                .contains("without its epoch");
        assertThat(server.client().exists(ROOT + "/epoch", false)).isNull();
    }

    @Test
    void aHistoryThatIsAheadIsRefused() throws Exception {
        ZooKeeperNode node = node("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        server.client().create(ROOT + "/history/1", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);

        Raised raised = raise(node, new LockProof.CompareAndSet());

        assertThat(raised).isInstanceOf(Raised.Refused.class);
        assertThat(((Raised.Refused) raised).why()).contains("history of epoch 1");
    }

    @Test
    void idsComeToAnEnd() throws Exception {
        ZooKeeperNode node = node("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        server.client()
                .setData(
                        ROOT + "/next-id",
                        Integer.toString(Integer.MAX_VALUE - 999).getBytes(UTF_8),
                        -1);

        assertThat(raise(node, new LockProof.CompareAndSet())).isInstanceOf(Raised.Refused.class);
    }

    @Test
    void noTermWithoutAStore() {
        assertThat(raise(node("n1"), new LockProof.CompareAndSet())).isInstanceOf(Raised.Failed.class);
    }

    private void assertRefused(ZooKeeperNode node, StoreMemory memory, String... words) {
        assertThat(refusal(node.check(memory, ZooKeeperNode.YARN)))
                .contains(words)
                .contains("ZooKeeper at test");
        Raised raised = node.raise(new LockProof.CompareAndSet(), memory).await();
        assertThat(raised).isInstanceOf(Raised.Refused.class);
        assertThat(((Raised.Refused) raised).why()).contains(words);
    }

    private static String refusal(StoreState state) {
        assertThat(state).isInstanceOf(StoreState.Refused.class);
        return ((StoreState.Refused) state).why();
    }

    private static StoreState.Joinable joinable(StoreState state) {
        assertThat(state).isInstanceOf(StoreState.Joinable.class);
        return (StoreState.Joinable) state;
    }

    private static Raised raise(ZooKeeperNode node, LockProof proof) {
        return node.raise(proof, StoreMemory.NOTHING).await();
    }

    private static StoreMemory remembering(StoreIdentity store, long epoch, int highestId) {
        return new StoreMemory(Optional.of(store), new Epoch(epoch), highestId);
    }

    private static void take(ZooKeeper session) throws Exception {
        session.create(LOCK, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    private List<String> history() throws Exception {
        return server.client().getChildren(ROOT + "/history", false);
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(server.client().getData(ROOT + "/" + path, false, null));
    }

    private void request(String text) throws Exception {
        server.client()
                .create(
                        ROOT + "/control/finalize",
                        text.getBytes(UTF_8),
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT);
    }

    private ZooKeeperNode node(String id) {
        return nodeOfBuild(StoreFormat.NEWEST, id);
    }

    private ZooKeeperNode nodeOfBuild(int format, String id) {
        ZooKeeperNode node = ZooKeeperNode.ofBuild(format, id, server.connectString());
        nodes.add(node);
        return node;
    }
}
