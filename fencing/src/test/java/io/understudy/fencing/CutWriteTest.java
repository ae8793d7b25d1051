package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.read;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.text;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOutcome.Cause;
import io.understudy.fencing.WriteOutcome.Conflict;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.FaultProxy.Cut;
import io.understudy.fencing.testing.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection is cut at a chosen point of a write and comes back: the write is done once, and the door says so. */
@Execution(ExecutionMode.CONCURRENT)
final class CutWriteTest {

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
    void aCreateIsDoneOnce(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        place.proxy().cut(where, 0);

        assertThat(write(store, creating("a", "one"))).isEqualTo(new Written(List.of(0)));

        place.proxy().awaitCut();
        assertThat(read(store, "a").content().orElseThrow().version()).isZero();
        assertThat(write(store, updating("a", "two", 0))).isEqualTo(new Written(List.of(1)));
    }

    @WhereverCut
    void anUpdateIsDoneOnce(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        write(store, creating("a", "one"));
        place.proxy().cut(where, 0);

        assertThat(write(store, updating("a", "two", 0))).isEqualTo(new Written(List.of(1)));

        place.proxy().awaitCut();
        assertThat(text(read(store, "a"))).isEqualTo("two");
        assertThat(read(store, "a").content().orElseThrow().version()).isEqualTo(1);
    }

    @WhereverCut
    void aDeleteIsDoneOnce(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        write(store, creating("a", "one"));
        place.proxy().cut(where, 0);

        assertThat(write(store, new WriteOp.Delete("a", 0))).isEqualTo(new Written(List.of(-1)));

        place.proxy().awaitCut();
        assertThat(read(store, "a").content()).isEmpty();
    }

    @WhereverCut
    void aTransactionOfManyIsDoneOnce(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        write(store, creating("a", "one"), creating("b", "one"));
        place.proxy().cut(where, 0);

        assertThat(write(
                        store,
                        updating("a", "two", 0),
                        creating("c", ""),
                        updating("c", "two", 0),
                        new WriteOp.Delete("b", 0)))
                .isEqualTo(new Written(List.of(1, 0, 1, -1)));

        place.proxy().awaitCut();
        assertThat(text(read(store, "c"))).isEqualTo("two");
        assertThat(read(store, "b").content()).isEmpty();
    }

    @WhereverCut
    void aConflictStaysAConflict(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        write(store, creating("a", "one"));
        place.proxy().cut(where, 0);

        assertThat(write(store, creating("b", ""), updating("a", "two", 5)))
                .isEqualTo(new Conflict(1, Cause.BAD_VERSION));

        place.proxy().awaitCut();
        assertThat(read(store, "b").content()).isEmpty();
    }

    @Test
    void aNodeOfAnEarlierTermIsNotTakenForOurs() {
        FencedStore before = place.behindProxy("n1").win();
        write(before, creating("a", "same"));
        write(before, creating("b", "old"));
        write(before, updating("b", "same", 0));
        FencedStore store = place.behindProxy("n2").win();
        place.proxy().cut(Cut.BEFORE_ANSWER, 0);

        assertThat(write(store, creating("a", "same"))).isEqualTo(new Conflict(0, Cause.NODE_EXISTS));

        place.proxy().awaitCut();
        place.proxy().cut(Cut.BEFORE_ANSWER, 0);
        assertThat(write(store, updating("b", "same", 0))).isEqualTo(new Conflict(0, Cause.BAD_VERSION));
        place.proxy().awaitCut();
    }

    @WhereverCut
    void aHeartbeatIsAcknowledgedOnTheNewConnection(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        long before = store.acknowledgedAt();
        place.proxy().cut(where, 0);

        assertThat(heartbeat(store)).isEqualTo(new Written(List.of()));

        place.proxy().awaitCut();
        assertThat(store.acknowledgedAt() - before).isPositive();
    }

    @Test
    void anAcknowledgementCountsFromWhenTheHeartbeatWasSent() {
        FencedStore store = place.behindProxy("n1").win();
        place.proxy().pause();
        Reply<WriteOutcome> reply = submit(store);
        place.proxy().awaitHeldTransaction();
        long sent = System.nanoTime();
        place.proxy().resume();

        assertThat(reply.await()).isInstanceOf(Written.class);

        assertThat(store.acknowledgedAt() - sent).isNegative();
    }

    @WhereverCut
    void aCutAmidstThePipelineLosesNothingAndDoublesNothing(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        for (int round = 0; round < 3; round++) {
            // The first few go alone, the others in crowds.
            place.proxy().cut(where, 2 + 2 * round);
            List<Reply<WriteOutcome>> replies = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                replies.add(submit(store, creating("r" + round + "-" + i, "v" + i)));
            }
            place.proxy().awaitCut();
            assertThat(replies).allSatisfy(reply -> assertThat(reply.await()).isEqualTo(new Written(List.of(0))));
            for (int i = 0; i < 300; i++) {
                assertThat(text(read(store, "r" + round + "-" + i))).isEqualTo("v" + i);
            }
        }
    }

    @WhereverCut
    void writesToOnePathKeepTheirOrderOverACut(Cut where) {
        FencedStore store = place.behindProxy("n1").win();
        write(store, creating("a", ""));
        place.proxy().cut(where, 10);
        List<Reply<WriteOutcome>> replies = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            replies.add(submit(store, updating("a", "v" + i, i)));
        }

        for (int i = 0; i < 30; i++) {
            assertThat(replies.get(i).await()).isEqualTo(new Written(List.of(i + 1)));
        }
        assertThat(text(read(store, "a"))).isEqualTo("v29");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomCutsLeaveTheTruth(long seed) {
        Random random = new Random(seed);
        FencedStore store = place.behindProxy("n1").win();
        Map<String, Integer> versions = new HashMap<>();
        Map<String, String> contents = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            place.proxy().cut(random.nextBoolean() ? Cut.BEFORE_ANSWER : Cut.BEFORE_REQUEST, random.nextInt(8));
            List<Runnable> checks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String path = "k" + random.nextInt(12);
                String data = seed + "/" + round + "/" + i;
                Integer version = versions.get(path);
                boolean stale = random.nextInt(8) == 0;
                WriteOp op = version == null ? creating(path, data) : updating(path, data, version + (stale ? 3 : 0));
                boolean refused = version != null && stale;
                if (!refused) {
                    versions.put(path, version == null ? 0 : version + 1);
                    contents.put(path, data);
                }
                Reply<WriteOutcome> reply = submit(store, op);
                int after = versions.getOrDefault(path, -1);
                checks.add(() -> assertThat(reply.await())
                        .as("seed %d, %s", seed, op)
                        .isEqualTo(refused ? new Conflict(0, Cause.BAD_VERSION) : new Written(List.of(after))));
            }
            checks.forEach(Runnable::run);
        }
        contents.forEach((path, data) -> assertThat(text(read(store, path)))
                .as("seed %d, %s", seed, path)
                .isEqualTo(data));
    }

    @Test
    void readsSurviveACut() {
        FencedStore store = place.behindProxy("n1").win();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            paths.add("a" + i);
            store.write(List.of(creating("a" + i, "v" + i)), outcome -> {});
        }
        write(store);
        Reply<ReadOutcome<List<StoredNode>>> reply = new Reply<>();
        place.proxy().pause();
        store.read(paths, reply);
        place.proxy().cutNow();
        place.proxy().resume();

        ReadOutcome<List<StoredNode>> outcome = reply.await();

        assertThat(outcome).isInstanceOf(ReadOutcome.Found.class);
        List<StoredNode> found = ((ReadOutcome.Found<List<StoredNode>>) outcome).value();
        assertThat(found).extracting(StoredNode::path).isEqualTo(paths);
        assertThat(found)
                .allSatisfy(node ->
                        assertThat(text(node)).isEqualTo("v" + node.path().substring(1)));
    }
}
