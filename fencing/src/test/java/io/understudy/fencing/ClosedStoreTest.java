package io.understudy.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.StoreState.Joinable;
import io.understudy.fencing.StoreState.Refused;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is its creator's alone. */
final class ClosedStoreTest {

    private static final String ROOT = "/understudy/c1";
    private static final String ALICE = "alice:secret";

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
    void everyNodeOfItIsItsCreatorsAlone() throws Exception {
        ZooKeeperNode node = closed("n1", ALICE);
        FencedStore store = node.win();
        Reply<WriteOutcome> written = new Reply<>();
        store.write(List.of(new WriteOp.Create(StorePaths.session(7), "record".getBytes(UTF_8))), written);
        assertThat(written.await()).isInstanceOf(WriteOutcome.Written.class);

        List<String> paths = ZKUtil.listSubTreeBFS(node.zooKeeper(), ROOT);
        assertThat(paths).hasSizeGreaterThan(500).contains(ROOT + "/" + StorePaths.session(7), ROOT + "/history/1");
        for (String path : paths) {
            assertThat(node.zooKeeper().getACL(path, new Stat())).as(path).isEqualTo(List.of(digest(ALICE)));
            assertThatExceptionOfType(NoAuthException.class)
                    .as(path)
                    .isThrownBy(() -> server.client().getData(path, false, null));
        }
    }

    @Test
    void anotherClusterWithOtherCredentialsHasItsRootBeside() throws Exception {
        closed("n1", ALICE).win();
        ZooKeeper bob = session("bob:other");
        bob.create("/understudy/c2", new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        assertThat(bob.getACL("/understudy/c2", new Stat())).isEqualTo(List.of(digest("bob:other")));
        assertThatExceptionOfType(NoAuthException.class).isThrownBy(() -> bob.delete(ROOT + "/" + "secret", -1));
        assertThatExceptionOfType(NoAuthException.class)
                .isThrownBy(() -> bob.setACL("/understudy", Ids.CREATOR_ALL_ACL, -1));
        bob.close();
    }

    @Test
    void whoHasOtherCredentialsIsToldWhatToDo() {
        closed("n1", ALICE).win();
        for (String other : List.of("alice:wrong", "bob:secret")) {
            assertThat(refusal(closed("n2", other)))
                    .contains(
                            "ZooKeeper at test does not let this node read the store at " + ROOT,
                            "other credentials",
                            "ha.zookeeper.auth")
                    .doesNotContain("wrong", "secret");
        }
        ZooKeeperNode stranger = over(server.connect());
        assertThat(refusal(stranger)).contains("does not let this node read the store");
        Raised raised = stranger.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING)
                .await();
        assertThat(((Raised.Refused) raised).why()).contains("does not let this node read the store");
    }

    @Test
    void whoHasNoCredentialCreatesNoStoreOfItsOwn() throws Exception {
        assertThat(refusal(over(server.connect())))
                .contains("accepted no credential of this node", "ha.zookeeper.auth");
        assertThat(server.client().exists("/understudy", false)).isNull();
    }

    @Test
    void aRootThatTheOperatorMadeKeepsItsOwnAcl() throws Exception {
        ZooKeeper operator = session("operator:o");
        List<ACL> own = Arrays.asList(
                digest("operator:o"), new ACL(Perms.ALL, digest(ALICE).getId()));
        operator.create("/understudy", new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        operator.create(ROOT, new byte[0], own, CreateMode.PERSISTENT);

        closed("n1", ALICE).win();
        closed("n2", ALICE).win();

        assertThat(operator.getACL(ROOT, new Stat())).isEqualTo(own);
        assertThat(operator.getACL("/understudy", new Stat())).isEqualTo(List.of(digest("operator:o")));
        operator.close();
    }

    @Test
    void aRootOfSomebodyElseIsRefused() throws Exception {
        ZooKeeper bob = session("bob:other");
        bob.create("/understudy", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        bob.create(ROOT, new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);

        assertThat(refusal(closed("n1", ALICE))).contains("does not let this node create " + ROOT);
        bob.close();
    }

    @Test
    void anOpenStoreIsSaidToBeOpenUntilItIsClosed() throws Exception {
        ZooKeeperNode open = ZooKeeperNode.connect("n1", server.connectString());
        nodes.add(open);
        open.win();
        assertThat(open.openness()).as("as it is configured").isEmpty();

        ZooKeeperNode node = closed("n2", ALICE);
        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(Joinable.class);
        assertThat(node.openness().orElseThrow())
                .contains("open to everybody at " + ROOT + ", ", ROOT + "/epoch", "setAcl -R " + ROOT + " auth::cdrwa");

        for (String path : ZKUtil.listSubTreeBFS(node.zooKeeper(), ROOT)) {
            node.zooKeeper().setACL(path, Ids.CREATOR_ALL_ACL, -1);
        }
        assertThat(node.openness()).isEmpty();
    }

    private String refusal(ZooKeeperNode node) {
        return ((Refused) node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).why();
    }

    private ZooKeeperNode closed(String name, String user) {
        return over(name, session(user));
    }

    private ZooKeeperNode over(ZooKeeper session) {
        return over("n9", session);
    }

    private ZooKeeperNode over(String name, ZooKeeper session) {
        ZooKeeperNode node = ZooKeeperNode.closed(name, session, Ids.CREATOR_ALL_ACL);
        nodes.add(node);
        return node;
    }

    private ZooKeeper session(String user) {
        ZooKeeper session = server.connect();
        session.addAuthInfo("digest", user.getBytes(UTF_8));
        return session;
    }

    private static ACL digest(String user) throws Exception {
        return new ACL(Perms.ALL, new Id("digest", DigestAuthenticationProvider.generateDigest(user)));
    }
}
