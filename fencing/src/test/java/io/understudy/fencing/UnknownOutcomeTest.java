package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.read;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Unknown;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy.Cut;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The connection does not come back in time: nobody can say what became of the write, and the door says that. */
@Execution(ExecutionMode.CONCURRENT)
final class UnknownOutcomeTest {

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

    @Test
    void anExpiredSessionLeavesTheOutcomeUnknown() {
        ZooKeeperNode node = place.behindProxy("n1");
        FencedStore store = node.win();
        place.proxy().cutAndIsolate(Cut.BEFORE_ANSWER);
        Reply<WriteOutcome> applied = submit(store, creating("a", "one"));
        Reply<WriteOutcome> behind = submit(store, creating("a", "two"));
        place.proxy().awaitCut();
        place.server().expire(node.zooKeeper().getSessionId());
        place.proxy().reconnect();

        Unknown ended = new Unknown("the ZooKeeper session ended");
        assertThat(applied.await()).isEqualTo(ended);
        assertThat(behind.await()).isEqualTo(ended);
        assertThat(write(store, creating("b", ""))).isInstanceOf(Unknown.class);
        assertThat(heartbeat(store)).isInstanceOf(Unknown.class);
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
        Reply<ReadOutcome<List<String>>> children = new Reply<>();
        store.children("history", children);
        assertThat(children.await()).isInstanceOf(ReadOutcome.Failed.class);
    }

    @Test
    void theDeadlineLeavesTheOutcomeUnknownAndTheWriteIsNotSentAgain() throws Exception {
        ZooKeeperNode node = place.behindProxy("n1", SHORT);
        FencedStore store = node.win();
        place.proxy().cutAndIsolate(Cut.BEFORE_REQUEST);
        Reply<WriteOutcome> lost = submit(store, creating("a", "one"));
        place.proxy().awaitCut();
        Reply<WriteOutcome> held = submit(store, creating("a", "two"));
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);
        Reply<ReadOutcome<List<String>>> children = new Reply<>();
        store.children("history", children);

        assertThat(lost.await()).isInstanceOf(Unknown.class);
        assertThat(held.await()).isInstanceOf(Unknown.class);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
        assertThat(children.await()).isInstanceOf(ReadOutcome.Failed.class);

        place.proxy().reconnect();
        await().atMost(Duration.ofSeconds(60)).until(() -> heartbeat(store) instanceof Written);
        assertThat(read(store, "a").content()).isEmpty();
    }

    @Test
    void aWriteThatWasLostIsRefusedOnceTheEpochWasRaised() {
        FencedStore store = place.behindProxy("n1").win();
        place.proxy().cutAndIsolate(Cut.BEFORE_REQUEST);
        Reply<WriteOutcome> lost = submit(store, creating("a", "one"));
        place.proxy().awaitCut();
        FencedStore next = place.direct("n2").win();
        Reply<WriteOutcome> held = submit(store, creating("b", "one"));
        place.proxy().reconnect();

        assertThat(lost.await()).isInstanceOf(Unknown.class);
        // Not known either if it was sent before the connection was seen to be lost.
        assertThat(held.await()).isInstanceOfAny(Deposed.class, Unknown.class);
        assertThat(write(store, creating("c", ""))).isInstanceOf(Deposed.class);
        assertThat(read(next, "a").content()).isEmpty();
        assertThat(read(next, "b").content()).isEmpty();
    }

    @Test
    void closingAnswersWhatIsUnderWay() {
        FencedStore store = place.behindProxy("n1").win();
        place.proxy().pause();
        Reply<WriteOutcome> sent = submit(store, creating("a", "one"));
        Reply<WriteOutcome> held = submit(store, creating("a", "two"));
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);

        store.close();

        assertThat(sent.await()).isInstanceOf(Unknown.class);
        assertThat(held.await()).isInstanceOf(Unknown.class);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
    }
}
