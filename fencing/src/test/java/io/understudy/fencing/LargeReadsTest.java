package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.read;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.text;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.testing.ZooKeeperProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads whose answers would be larger than a client takes. */
final class LargeReadsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int BUFFER = 200 * 1024;

    private TestingZooKeeper server;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBatchThatIsTooLargeIsHalved() {
        try (ZooKeeperNode writer = ZooKeeperNode.connect("n1", server.connectString())) {
            List<String> paths = fill(writer.win(), 40, 60 * 1024);
            try (ZooKeeperNode reader = withSmallBuffer("n2")) {
                FencedStore store = reader.win();

                List<StoredNode> found = read(store, paths);

                assertThat(found).extracting(StoredNode::path).isEqualTo(paths);
                assertThat(found)
                        .allSatisfy(node ->
                                assertThat(node.content().orElseThrow().data()).hasSize(60 * 1024));
            }
        }
    }

    @Test
    void aNodeThatNoAnswerCanHoldIsLeftOutAndTheRestIsRead() {
        try (ZooKeeperNode writer = ZooKeeperNode.connect("n1", server.connectString())) {
            FencedStore first = writer.win();
            List<String> paths = fill(first, 5, 100);
            write(first, new WriteOp.Create("large", new byte[300 * 1024]));
            paths.add(2, "large");
            try (ZooKeeperNode reader = withSmallBuffer("n2")) {
                FencedStore store = reader.win();
                Reply<WriteOutcome> meanwhile = submit(store, creating("a", "one"));

                List<StoredNode> found = read(store, paths);

                assertThat(found).extracting(StoredNode::path).isEqualTo(paths);
                assertThat(found.get(2).content()).isEmpty();
                assertThat(found.get(2).unread()).contains("it is too large for ZooKeeper's client");
                assertThat(found)
                        .filteredOn(node -> !node.path().equals("large"))
                        .hasSize(5)
                        .allSatisfy(node -> assertThat(node.content()).isPresent());
                assertThat(meanwhile.await()).isEqualTo(new Written(List.of(0)));
                assertThat(text(read(store, "a"))).isEqualTo("one");
                assertThat(heartbeat(store)).isInstanceOf(Written.class);
            }
        }
    }

    /** ZooKeeper's client reads packets up to our size, but takes apart single values up to one of its own. */
    @Test
    void aNodeThatTheClientCannotTakeApartIsLeftOutToo(@TempDir Path dir) throws Exception {
        try (ZooKeeperProcess large =
                ZooKeeperProcess.start(dir, "clientPort", Map.of(), List.of("-Djute.maxbuffer=" + (16 << 20)))) {
            ZooKeeper hand = TestingZooKeeper.connect(large.connectString(), 6000);
            try (ZooKeeperNode node = ZooKeeperNode.connect("n1", large.connectString())) {
                FencedStore store = node.win();
                List<String> paths = fill(store, 5, 100);
                byte[] data = new byte[3 << 20];
                hand.create(
                        ZooKeeperNode.LAYOUT.path("large"), data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                paths.add(2, "large");

                List<StoredNode> found = read(store, paths);

                assertThat(found).extracting(StoredNode::path).isEqualTo(paths);
                assertThat(found.get(2).content()).isEmpty();
                assertThat(found.get(2).unread()).contains("it is too large for ZooKeeper's client");
                assertThat(found)
                        .filteredOn(read -> !read.path().equals("large"))
                        .allSatisfy(read -> assertThat(read.content()).isPresent());
            } finally {
                hand.close();
            }
        }
    }

    private static List<String> fill(FencedStore store, int nodes, int bytes) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            paths.add("r" + i);
            assertThat(write(store, new WriteOp.Create("r" + i, new byte[bytes])))
                    .isInstanceOf(Written.class);
        }
        return paths;
    }

    private ZooKeeperNode withSmallBuffer(String node) {
        return ZooKeeperNode.over(node, TestingZooKeeper.connect(server.connectString(), 6000, BUFFER), DEADLINE);
    }
}
