package io.understudy.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.StandaloneSeat.Seating;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that runs alone shares its store with nobody. */
final class StandaloneSeatTest {

    private static final String SEAT = "/understudy/c1/members/standalone";

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
    void anEmptyStoreIsTaken() throws Exception {
        ZooKeeperNode node = node("s1");

        assertThat(node.takeAlone().await()).isEqualTo(new Seating.Taken());

        assertThat(server.client().exists(SEAT, false).getEphemeralOwner())
                .isEqualTo(node.zooKeeper().getSessionId());
        assertThat(node.takeAlone().await()).as("again, by the same").isEqualTo(new Seating.Taken());
    }

    @Test
    void aStoreWithMembersIsRefused() throws Exception {
        ZooKeeperNode node = node("s1");
        ephemeral("/understudy/c1/members/n2");
        ephemeral("/understudy/c1/members/n1");

        assertThat(((Seating.Occupied) node.takeAlone().await()).why())
                .contains("/understudy/c1 in ZooKeeper at test", "(n1, n2)", "Stop them first");
        assertThat(server.client().exists(SEAT, false)).isNull();
    }

    @Test
    void aStoreWithALockIsRefused() throws Exception {
        ZooKeeperNode node = node("s1");
        ephemeral(ZooKeeperNode.LAYOUT.lock());

        assertThat(node.takeAlone().await()).isInstanceOf(Seating.Occupied.class);
        assertThat(server.client().exists(SEAT, false)).isNull();
    }

    @Test
    void aLivingPredecessorIsRespected() {
        ZooKeeperNode first = node("s1");
        ZooKeeperNode second = node("s2");
        assertThat(first.takeAlone().await()).isInstanceOf(Seating.Taken.class);

        assertThat(((Seating.Occupied) second.takeAlone().await()).why()).contains("Another bin/session-service");
    }

    @Test
    void aDeadPredecessorIsWaitedFor() {
        ZooKeeperNode first = node("s1");
        ZooKeeperNode second = node("s2");
        assertThat(first.takeAlone().await()).isInstanceOf(Seating.Taken.class);
        Reply<Seating> reply = second.takeAlone();

        server.expire(first.zooKeeper().getSessionId());

        assertThat(reply.await()).isInstanceOf(Seating.Taken.class);
    }

    @Test
    void noSeatOnASessionThatHasEnded() {
        ZooKeeperNode node = node("s1");
        server.expire(node.zooKeeper().getSessionId());

        assertThat(node.takeAlone().await()).isInstanceOf(Seating.Failed.class);
    }

    private void ephemeral(String path) throws Exception {
        server.client().create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    private ZooKeeperNode node(String id) {
        ZooKeeperNode node = ZooKeeperNode.connect(id, server.connectString());
        nodes.add(node);
        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Joinable.class);
        return node;
    }
}
