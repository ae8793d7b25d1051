package io.understudy.fencing;

import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server, a proxy in front of it that cuts connections, and nodes on either side of the proxy. */
final class CutPlace implements AutoCloseable {

    /** As long as the server grants: on a busy machine too, sessions end only where a test ends them. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private final TestingZooKeeper server = TestingZooKeeper.start();
    private final FaultProxy proxy = new FaultProxy(server.port());
    private final List<ZooKeeperNode> nodes = new ArrayList<>();

    TestingZooKeeper server() {
        return server;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** A node that the proxy can cut off. */
    ZooKeeperNode behindProxy(String node) {
        return behindProxy(node, Duration.ofSeconds(30));
    }

    /** The same, whose calls are answered within {@code deadline}. */
    ZooKeeperNode behindProxy(String node, Duration deadline) {
        return add(ZooKeeperNode.over(
                node, TestingZooKeeper.connect(proxy.connectString(), SESSION_TIMEOUT_MS), deadline));
    }

    /** A node that the proxy does not concern. */
    ZooKeeperNode direct(String node) {
        return add(ZooKeeperNode.connect(node, server.connectString()));
    }

    private ZooKeeperNode add(ZooKeeperNode node) {
        nodes.add(node);
        return node;
    }

    @Override
    public void close() {
        proxy.reconnect();
        proxy.resume();
        nodes.forEach(ZooKeeperNode::close);
        proxy.close();
        server.close();
    }
}
