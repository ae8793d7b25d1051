package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy.Cut;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The connection is cut while a term is won or the store is set up: the term is won once or not at all. */
@Execution(ExecutionMode.CONCURRENT)
final class CutTermTest {

    private static final Duration SHORT = Duration.ofSeconds(3);

    private CutPlace place;

    @BeforeEach
    void start() {
        place = new CutPlace();
    }

    @AfterEach
    void stop() {
        place.close();
    }

    @WhereverCut
    void aTermIsWonOnceWhereverTheConnectionIsCut(Cut where) throws Exception {
        ZooKeeperNode node = place.behindProxy("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        place.proxy().cut(where, 0);

        Raised raised =
                node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING).await();

        place.proxy().awaitCut();
        assertThat(raised).isInstanceOf(Raised.Won.class);
        FencedStore store = ((Raised.Won) raised).store();
        assertThat(store.term().epoch()).isEqualTo(new Epoch(1));
        assertThat(store.term().ids()).isEqualTo(new IdBlock(0, 1000));
        assertThat(write(store, creating("a", ""))).isInstanceOf(Written.class);
        assertThat(new String(place.server().client().getData("/understudy/c1/next-id", false, null), UTF_8))
                .isEqualTo("1000");
    }

    @Test
    void aSetupThatWasCutShortMakesNoEpochAndIsRepeated() throws Exception {
        ZooKeeperNode node = place.behindProxy("n1");
        place.proxy().cutAtCreate(100);

        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Unreachable.class);

        place.proxy().awaitCut();
        assertThat(place.server().client().exists("/understudy/c1/epoch", false))
                .isNull();
        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Joinable.class);
        assertThat(place.server().client().getChildren("/understudy/c1/logs", false))
                .hasSize(256);
    }

    @Test
    void aTermThatAnotherWonMeanwhileIsNotTakenForOurs() {
        ZooKeeperNode node = place.behindProxy("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        place.proxy().cutAndIsolate(Cut.BEFORE_REQUEST);
        Reply<Raised> raised = node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING);
        place.proxy().awaitCut();
        FencedStore other = place.direct("n2").win();
        assertThat(other.term().epoch()).isEqualTo(new Epoch(1));
        place.proxy().reconnect();

        Raised outcome = raised.await();

        assertThat(outcome).isInstanceOf(Raised.Won.class);
        assertThat(((Raised.Won) outcome).store().term().epoch()).isEqualTo(new Epoch(2));
        assertThat(write(other)).isInstanceOf(Deposed.class);
    }

    @Test
    void aTermOnASessionThatEndsIsNotWon() {
        ZooKeeperNode node = place.behindProxy("n1");
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        place.proxy().cutAndIsolate(Cut.BEFORE_ANSWER);
        Reply<Raised> raised = node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING);
        place.proxy().awaitCut();
        place.server().expire(node.zooKeeper().getSessionId());
        place.proxy().reconnect();

        assertThat(raised.await()).isInstanceOf(Raised.Failed.class);
    }

    @Test
    void aTermIsNotWaitedForBeyondTheDeadline() {
        ZooKeeperNode node = place.behindProxy("n1", SHORT);
        node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN);
        place.proxy().isolate();

        assertThat(node.raise(new LockProof.CompareAndSet(), StoreMemory.NOTHING)
                        .await())
                .isInstanceOf(Raised.Failed.class);
        assertThat(node.check(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Unreachable.class);
        assertThat(node.prepare(StoreMemory.NOTHING, ZooKeeperNode.YARN)).isInstanceOf(StoreState.Unreachable.class);
    }
}
