package io.understudy.bench;

import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A ZooKeeper for one benchmark: a JVM of its own, data and log on a disk, all of it gone afterwards. */
final class BenchZooKeeper implements AutoCloseable {

    private final LocalCluster servers;
    private final Path data;

    private BenchZooKeeper(LocalCluster servers, Path data) {
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
        Files.createDirectories(dir);
        Path data = Files.createTempDirectory(dir, "zookeeper-");
        LocalCluster servers = LocalCluster.open(data, home.resolve("local-cluster/lib"));
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
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
