package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.membership.Glance;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** One look at a cluster from outside, on a session of its own that is closed again. */
public final class ZooKeeperGlance {

    private static final int CLOSE_MS = 1_000;

    private ZooKeeperGlance() {}

    /**
     * Looks; waits for the answers.
     *
     * @param terms how many records of the history at most
     * @param limit for the connection, and once more for the answers
     * @throws IOException with the reason as the end of a sentence, if ZooKeeper cannot be asked or does not let us read
     */
    public static Glance take(ZooKeeperAddress address, StoreLayout layout, int terms, Duration limit)
            throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper zooKeeper = address.connect(event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        try {
            if (!connected.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no server of " + address.connectString() + " answers");
            }
            ClusterPicture picture = picture(zooKeeper, layout, limit);
            return new Glance(
                    picture.active().map(ActiveNode::node),
                    picture.members().stream().map(ZooKeeperGlance::member).toList(),
                    picture.epoch().number(),
                    picture.controls(),
                    history(zooKeeper, layout.path(StorePaths.HISTORY), terms),
                    Duration.ofMillis(zooKeeper.getSessionTimeout()),
                    isOpenToAll(zooKeeper, layout));
        } catch (KeeperException e) {
            throw new IOException("ZooKeeper refuses to show it: " + e.getMessage(), e);
        } finally {
            zooKeeper.close(CLOSE_MS);
        }
    }

    private static ClusterPicture picture(ZooKeeper zooKeeper, StoreLayout layout, Duration limit)
            throws IOException, InterruptedException {
        CompletableFuture<Optional<ClusterReading.Seen>> answer = new CompletableFuture<>();
        ClusterReading.read(zooKeeper, layout, Runnable::run, ClusterReading.Names.NONE, answer::complete);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .map(ClusterReading.Seen::picture)
                    .orElseThrow(() -> new IOException("the connection to ZooKeeper was lost"));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("ZooKeeper does not answer", e);
        }
    }

    private static Glance.Member member(Member lives) {
        return new Glance.Member(lives.node(), lives.version(), lives.configHash(), lives.ready(), lives.since());
    }

    private static boolean isOpenToAll(ZooKeeper zooKeeper, StoreLayout layout)
            throws KeeperException, InterruptedException {
        return zooKeeper.getACL(layout.path(StorePaths.EPOCH), new Stat()).stream()
                .anyMatch(acl -> acl.getId().equals(ZooDefs.Ids.ANYONE_ID_UNSAFE));
    }

    private static List<String> history(ZooKeeper zooKeeper, String parent, int terms)
            throws KeeperException, InterruptedException {
        List<Long> epochs = zooKeeper.getChildren(parent, false).stream()
                .filter(name -> name.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .sorted()
                .toList();
        List<Op> reads = new ArrayList<>();
        epochs.subList(Math.max(0, epochs.size() - terms), epochs.size())
                .forEach(epoch -> reads.add(Op.getData(parent + "/" + epoch)));
        List<String> records = new ArrayList<>();
        for (OpResult result : reads.isEmpty() ? List.<OpResult>of() : zooKeeper.multi(reads)) {
            if (result instanceof GetDataResult found && found.getData() != null) {
                records.add(new String(found.getData(), UTF_8));
            }
        }
        return records;
    }
}
