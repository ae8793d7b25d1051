package io.understudy.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The door to a real ZooKeeper keeps the contract. */
final class ZooKeeperFencedStoreTest extends FencedStoreContract {

    private static TestingZooKeeper zooKeeper;
    private final List<ZooKeeperNode> nodes = new ArrayList<>();

    @BeforeAll
    static void start() {
        zooKeeper = TestingZooKeeper.start();
    }

    @AfterAll
    static void stop() {
        zooKeeper.close();
    }

    @BeforeEach
    void setUpAnew() {
        zooKeeper.wipe();
        nodes.add(ZooKeeperNode.connect("n0", zooKeeper.connectString()));
        nodes.get(0).prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
    }

    @AfterEach
    void disconnect() {
        nodes.forEach(ZooKeeperNode::close);
    }

    @Override
    Raised raise(String name, int format) {
        ZooKeeperNode node = ZooKeeperNode.ofBuild(format, name, zooKeeper.connectString());
        nodes.add(node);
        return node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING).await();
    }

    @Override
    void leave(FormatRequest request) throws Exception {
        String path = ZooKeeperNode.LAYOUT.path(StorePaths.control(FormatRequest.NAME));
        byte[] json = "{\"id\":\"f-1\",\"epoch\":%d,\"format\":%d,\"by\":\"n1\"}"
                .formatted(request.epoch().number(), request.format())
                .getBytes(UTF_8);
        ZooKeeper client = nodes.get(0).zooKeeper();
        if (client.exists(path, false) != null) {
            client.delete(path, -1);
        }
        client.create(path, json, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
}
