package io.understudy.fencing;

import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.ArrayList;
import java.util.List;
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
    void empty() {
        zooKeeper.wipe();
    }

    @AfterEach
    void disconnect() {
        nodes.forEach(ZooKeeperNode::close);
    }

    @Override
    FencedStore win(String node) {
        nodes.add(ZooKeeperNode.connect(node, zooKeeper.connectString()));
        return nodes.get(nodes.size() - 1).win();
    }
}
