package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.WriteOutcome.Unknown;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The server does what it is asked, and the client hears of it late. */
@Execution(ExecutionMode.CONCURRENT)
final class WithheldAnswersTest {

    private static final String NODE = ZooKeeperNode.LAYOUT.path("a");

    private CutPlace place;
    private FaultProxy proxy;
    private ZooKeeperNode node;
    private FencedStore store;

    @BeforeEach
    void start() {
        place = new CutPlace();
        proxy = place.proxy();
        node = place.behindProxy("n1");
        store = node.win();
    }

    @AfterEach
    void stop() {
        place.close();
    }

    @Test
    void theAnswerToTheChosenRequestAndAllBehindItComeWhenTheyAreReleased() throws Exception {
        proxy.withhold(request -> request.does(OpCode.setData, NODE));
        assertThat(write(store, creating("a", "one"))).isInstanceOf(Written.class);

        Reply<WriteOutcome> chosen = submit(store, updating("a", "two", 0));
        proxy.awaitWithheld();
        Reply<WriteOutcome> behind = submit(store, creating("b", ""));
        awaitNode("b");
        assertThat(chosen.isGiven()).isFalse();
        assertThat(behind.isGiven()).isFalse();

        proxy.release();
        assertThat(chosen.await()).isEqualTo(new Written(List.of(1)));
        assertThat(behind.await()).isInstanceOf(Written.class);
        assertThat(heartbeat(store)).isInstanceOf(Written.class);
    }

    @Test
    void aClientSeesTheEndOfItsConnectionBehindWhatWasWithheld() {
        proxy.withhold(request -> request.does(OpCode.create, NODE));
        Reply<WriteOutcome> chosen = submit(store, creating("a", "one"));
        proxy.awaitWithheld();
        place.server().expire(node.zooKeeper().getSessionId());
        assertThat(chosen.isGiven()).isFalse();

        proxy.release();
        assertThat(chosen.await()).isInstanceOf(Written.class);
        assertThat(write(store, creating("b", ""))).isEqualTo(new Unknown("the ZooKeeper session ended"));
    }

    private void awaitNode(String path) {
        await(path).until(() -> isThere(path));
    }

    private boolean isThere(String path) throws KeeperException, InterruptedException {
        return place.server().client().exists(ZooKeeperNode.LAYOUT.path(path), false) != null;
    }
}
