package io.understudy.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * What stands in a cluster's store, in ZooKeeper's own order of transactions: which epoch's record was written when. Reads
 * only.
 */
final class StoreOrder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NavigableMap<Long, Long> beginnings;
    private final List<Written> records;

    /**
     * A session's record.
     *
     * @param path where it stands
     * @param epoch the epoch that wrote it last, by its own history
     * @param zxid of that write
     */
    record Written(String path, long epoch, long zxid) {}

    private StoreOrder(NavigableMap<Long, Long> beginnings, List<Written> records) {
        this.beginnings = beginnings;
        this.records = records;
    }

    static StoreOrder of(Stage stage) throws IOException, InterruptedException, KeeperException {
        ZooKeeper zooKeeper = stage.zooKeeper();
        try {
            return read(zooKeeper, "/understudy/" + stage.cluster());
        } finally {
            zooKeeper.close();
        }
    }

    private static StoreOrder read(ZooKeeper zooKeeper, String root)
            throws IOException, InterruptedException, KeeperException {
        NavigableMap<Long, Long> beginnings = new TreeMap<>();
        for (String epoch : zooKeeper.getChildren(root + "/history", false)) {
            Stat stat = zooKeeper.exists(root + "/history/" + epoch, false);
            beginnings.put(Long.valueOf(epoch), stat.getCzxid());
        }
        List<Written> records = new ArrayList<>();
        for (String shard : zooKeeper.getChildren(root + "/sessions", false)) {
            for (String id : zooKeeper.getChildren(root + "/sessions/" + shard, false)) {
                String path = root + "/sessions/" + shard + "/" + id;
                Stat stat = new Stat();
                JsonNode history =
                        JSON.readTree(zooKeeper.getData(path, false, stat)).path("history");
                if (!history.isEmpty()) {
                    long epoch = history.get(history.size() - 1).path("epoch").asLong();
                    records.add(new Written(path, epoch, stat.getMzxid()));
                }
            }
        }
        return new StoreOrder(beginnings, records);
    }

    /** Records whose last change says that an epoch made it, but that stand behind the beginning of a later epoch. */
    List<Written> writesAfterTheirTerm() {
        return records.stream()
                .filter(record -> {
                    var next = beginnings.higherEntry(record.epoch());
                    return next != null && record.zxid() > next.getValue();
                })
                .toList();
    }
}
