package io.understudy.bench;

import java.io.IOException;
import org.apache.zookeeper.ZooKeeper;

/** A session with ZooKeeper that only looks on. */
record Watching(ZooKeeper zooKeeper) implements AutoCloseable {

    static Watching open(String connectString) throws IOException {
        return new Watching(OpenTerm.connect(connectString));
    }

    @Override
    public void close() {
        OpenTerm.close(zooKeeper);
    }
}
