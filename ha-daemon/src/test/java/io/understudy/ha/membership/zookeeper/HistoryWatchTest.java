package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records of terms in memory, against a real server. */
final class HistoryWatchTest {

    private static final StoreLayout LAYOUT = ZooKeeperNode.LAYOUT;
    private static final String HISTORY = LAYOUT.path("history");

    private final TestingZooKeeper server = TestingZooKeeper.start();
    private final StoreLoop loop = new StoreLoop("history");
    private ZooKeeper session;
    private volatile List<String> seen = List.of();
    private final HistoryWatch watch = new HistoryWatch(LAYOUT, loop, records -> seen = records);

    @BeforeEach
    void connect() throws Exception {
        session = new ZooKeeper(server.connectString(), 30_000, event -> {});
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        loop.close(Duration.ofSeconds(5));
        server.close();
    }

    @Test
    void whatIsThereIsReadTheNewestLast() throws Exception {
        makeHistory();
        for (int epoch = 450; epoch > 0; epoch--) {
            create(epoch, "r" + epoch);
        }
        create("no-epoch", "x");
        look();

        assertSeen(IntStream.rangeClosed(1, 450).mapToObj(epoch -> "r" + epoch).toList());
    }

    @Test
    void whatIsAddedChangedOrRemovedIsSeen() throws Exception {
        makeHistory();
        create(1, "one");
        look();
        assertSeen(List.of("one"));

        create(2, "two");
        assertSeen(List.of("one", "two"));
        session().setData(HISTORY + "/2", "two, served".getBytes(UTF_8), -1);
        assertSeen(List.of("one", "two, served"));
        session().delete(HISTORY + "/1", -1);
        assertSeen(List.of("two, served"));
    }

    @Test
    void aStoreThatIsMadeLaterIsSeen() throws Exception {
        look();
        makeHistory();
        create(1, "one");

        assertSeen(List.of("one"));
    }

    @Test
    void whatWasMissedIsReadAtTheNextLook() throws Exception {
        makeHistory();
        create(1, "one");
        look();
        assertSeen(List.of("one"));
        loop.execute(watch::stop);

        create(2, "two");
        session().delete(HISTORY + "/1", -1);
        look();

        assertSeen(List.of("two"));
    }

    private void look() {
        loop.execute(() -> watch.look(session));
    }

    private void assertSeen(List<String> records) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(seen).isEqualTo(records));
    }

    private ZooKeeper session() {
        return server.client();
    }

    private void makeHistory() throws KeeperException, InterruptedException {
        for (String path : List.of("/understudy", LAYOUT.root(), HISTORY)) {
            session().create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private void create(int epoch, String record) throws KeeperException, InterruptedException {
        create(Integer.toString(epoch), record);
    }

    private void create(String name, String record) throws KeeperException, InterruptedException {
        session()
                .create(
                        HISTORY + "/" + name,
                        record.getBytes(UTF_8),
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT);
    }
}
