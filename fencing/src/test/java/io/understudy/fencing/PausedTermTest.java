package io.understudy.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wins a term while the cluster is paused, on a real ZooKeeper. Node n1 is in office in epoch 1. */
final class PausedTermTest {

    private static final String LOCK = ZooKeeperNode.LAYOUT.lock();

    private TestingZooKeeper server;
    private ZooKeeperNode n1;
    private ZooKeeperNode n2;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
        n1 = ZooKeeperNode.connect("n1", server.connectString());
        n2 = ZooKeeperNode.connect("n2", server.connectString());
        n1.win();
    }

    @AfterEach
    void stop() {
        n1.close();
        n2.close();
        server.close();
    }

    @Test
    void onlyTheNodeOfTheLastEpochWins() throws Exception {
        left("pause", "{\"seconds\":3600}");

        assertThat(raise(n2)).isEqualTo(new Raised.Paused("the cluster is paused: only n1 may take over"));
        assertThat(raise(n1)).isInstanceOf(Raised.Won.class);
    }

    @Test
    void aLockThatWasTakenBeforeThePauseWins() throws Exception {
        take(n2);
        left("pause", "{\"seconds\":3600}");

        assertThat(raiseHolding(n2)).isInstanceOf(Raised.Won.class);
    }

    @Test
    void aPauseEndsByTheClockOfZooKeeper() throws Exception {
        left("pause", "{\"seconds\":1}");

        await().atMost(Duration.ofSeconds(60)).until(() -> raise(n2) instanceof Raised.Won);

        long begin = server.client()
                .exists(ZooKeeperNode.LAYOUT.path("control/pause"), false)
                .getMtime();
        long taken = server.client().exists(LOCK, false).getCtime();
        assertThat(taken).isGreaterThanOrEqualTo(begin + 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"seconds\":0}", "{\"seconds\":-5}", "{\"seconds\":\"long\"}", "{}", "[", ""})
    void whatIsNoPauseHoldsNobodyBack(String record) throws Exception {
        left("pause", record);

        assertThat(raise(n2)).isInstanceOf(Raised.Won.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'epoch':1,'to':'n2','accepted':true}  | true",
                "{'epoch':1,'to':null,'accepted':true}  | true",
                "{'epoch':1,'to':'n2','accepted':false} | false",
                "{'epoch':1,'to':'n3','accepted':true}  | false",
                "{'epoch':0,'to':'n2','accepted':true}  | false",
                "[                                      | false",
            })
    void aSwitchoverThatWasAcceptedLetsItsCandidateWin(String record, boolean wins) throws Exception {
        left("pause", "{\"seconds\":3600}");
        left("switchover", record.replace('\'', '"'));

        assertThat(raise(n2) instanceof Raised.Won).isEqualTo(wins);
    }

    @Test
    void noPauseIsLongerThanADay() {
        PauseRequest forEver = new PauseRequest(Instant.EPOCH, Duration.ofDays(1000));
        assertThat(forEver.until()).isEqualTo(Instant.EPOCH.plus(PauseRequest.LONGEST));
        assertThat(forEver.isOn(Instant.EPOCH.plus(PauseRequest.LONGEST))).isFalse();
        assertThat(PauseRequest.lets("n1", new Epoch(1), Optional.empty(), Optional.empty()))
                .isFalse();
    }

    /** Takes the lock, asks for a term, and gives the lock up unless it was won. */
    private Raised raise(ZooKeeperNode node) throws Exception {
        take(node);
        Raised raised = raiseHolding(node);
        if (!(raised instanceof Raised.Won)) {
            node.zooKeeper().delete(LOCK, -1);
        }
        return raised;
    }

    private static Raised raiseHolding(ZooKeeperNode node) {
        return node.raise(new LockProof.HeldLock(), StoreMemory.NOTHING).await();
    }

    private static void take(ZooKeeperNode node) throws Exception {
        node.zooKeeper().create(LOCK, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    private void left(String name, String record) throws KeeperException, InterruptedException {
        server.client()
                .create(
                        ZooKeeperNode.LAYOUT.path("control/" + name),
                        record.getBytes(UTF_8),
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT);
    }
}
