package io.understudy.bench;

import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import java.io.IOException;
import java.nio.file.Path;

/** A ZooKeeper for one benchmark: a JVM of its own, data and log on a disk, all of it gone afterwards. */
final class BenchZooKeeper implements AutoCloseable {

    private final LocalCluster servers;
    private final TemporaryFolder data;

    private BenchZooKeeper(LocalCluster servers, TemporaryFolder data) {
        this.servers = servers;
        this.data = data;
    }

    /**
     * Starts it.
     *
     * @param home of the distribution
     * @param dir where its data and log lie
     * @param heapMegabytes of its JVM
     */
    static BenchZooKeeper start(Path home, Path dir, int heapMegabytes) throws IOException {
        TemporaryFolder data = TemporaryFolder.in(dir, "zookeeper-");
        LocalCluster servers = LocalCluster.open(data.path(), home.resolve("local-cluster/lib"));
        servers.setJavaOptions(Server.ZOOKEEPER, "-Xmx" + heapMegabytes + "m");
        BenchZooKeeper started = new BenchZooKeeper(servers, data);
        servers.start(Server.ZOOKEEPER);
        return started;
    }

    String connectString() {
        return servers.zookeeper();
    }

    @Override
    public void close() throws IOException {
        servers.close();
        data.delete();
    }
}
