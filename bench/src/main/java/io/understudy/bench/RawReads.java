package io.understudy.bench;

import io.understudy.fencing.StorePaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;

/** Ways to read records with ZooKeeper's client alone. What is read is thrown away. */
final class RawReads implements AutoCloseable {

    private static final int ANSWER_BYTES = 400 * 1024;
    private static final int MULTIS_IN_FLIGHT = 16;
    private static final int READS_IN_FLIGHT = 1000;

    private final ZooKeeper connection;

    RawReads(String connectString) throws IOException {
        connection = OpenTerm.connect(connectString);
    }

    /** Full paths of all records. */
    List<String> paths() throws KeeperException, InterruptedException {
        List<String> paths = new ArrayList<>();
        for (String shard : StorePaths.sessionShards()) {
            String parent = OpenTerm.LAYOUT.path(shard);
            connection.getChildren(parent, false).forEach(name -> paths.add(parent + "/" + name));
        }
        return paths;
    }

    /** Lists the shards and reads all records, many with each request. */
    void multi(int recordBytes) throws KeeperException, InterruptedException {
        List<String> paths = paths();
        int size = Math.max(1, ANSWER_BYTES / recordBytes);
        int batches = (paths.size() + size - 1) / size;
        InFlight.rate(batches, MULTIS_IN_FLIGHT, (batch, done) -> {
            List<Op> reads = new ArrayList<>(size);
            paths.subList(batch * size, Math.min(paths.size(), (batch + 1) * size))
                    .forEach(path -> reads.add(Op.getData(path)));
            connection.multi(reads, (rc, path, context, results) -> tell(rc, results, done), null);
        });
    }

    /** Reads the first records, one with each request, many requests under way. */
    void async(List<String> paths) throws InterruptedException {
        InFlight.rate(
                paths.size(),
                READS_IN_FLIGHT,
                (i, done) -> connection.getData(
                        paths.get(i), false, (rc, path, context, data, stat) -> tell(rc, List.of(), done), null));
    }

    /** Reads the first records one after the other. */
    void oneByOne(List<String> paths) throws KeeperException, InterruptedException {
        for (String path : paths) {
            connection.getData(path, false, null);
        }
    }

    /** The mean length of some records. */
    int recordBytes(List<String> paths) throws KeeperException, InterruptedException {
        long bytes = 0;
        int sample = Math.min(100, paths.size());
        for (String path : paths.subList(0, sample)) {
            bytes += connection.getData(path, false, null).length;
        }
        return (int) (bytes / sample);
    }

    @Override
    public void close() {
        OpenTerm.close(connection);
    }

    private static void tell(int code, List<OpResult> results, InFlight.Done done) {
        boolean refused = results.stream().anyMatch(OpResult.ErrorResult.class::isInstance);
        if (code == KeeperException.Code.OK.intValue() && !refused) {
            done.ok();
        } else {
            done.failed(KeeperException.Code.get(code).toString());
        }
    }
}
