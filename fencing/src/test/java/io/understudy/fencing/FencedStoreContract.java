package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.children;
import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.heartbeat;
import static io.understudy.fencing.testing.StoreTalk.read;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.text;
import static io.understudy.fencing.testing.StoreTalk.updating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.WriteOutcome.Cause;
import io.understudy.fencing.WriteOutcome.Conflict;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every door to the store promises, the real one and the one in memory. */
abstract class FencedStoreContract {

    /** Of the build after this one. */
    private static final int NEWER = StoreFormat.NEWEST + 1;

    /** Asks for the next term for {@code node}, on a session of its own; its build knows formats up to {@code format}. */
    abstract Raised raise(String node, int format);

    /** Leaves a request in place of the one before. */
    abstract void leave(FormatRequest request) throws Exception;

    private FencedStore win(String node) {
        return win(node, StoreFormat.NEWEST);
    }

    private FencedStore win(String node, int format) {
        Raised raised = raise(node, format);
        assertThat(raised).isInstanceOf(Raised.Won.class);
        return ((Raised.Won) raised).store();
    }

    @Test
    void termsAscend() {
        FencedStore first = win("n1");
        FencedStore second = win("n2");

        assertThat(first.term().epoch()).isEqualTo(new Epoch(1));
        assertThat(second.term().epoch()).isEqualTo(new Epoch(2));
        assertThat(second.term().store()).isEqualTo(first.term().store());
        assertThat(second.term().node()).isEqualTo("n2");
        assertThat(second.term().session()).isNotEqualTo(first.term().session());
    }

    @Test
    void eachTermHasIdsOfItsOwn() {
        assertThat(win("n1").term().ids()).isEqualTo(new IdBlock(0, 1000));
        assertThat(win("n2").term().ids()).isEqualTo(new IdBlock(1000, 2000));
    }

    @Test
    void aTermLeavesARecordInHistory() {
        FencedStore store = win("n1");

        assertThat(read(store, "history/1").content()).isPresent();
        assertThat(read(store, "history/2").content()).isEmpty();
    }

    @Test
    void aNewerBuildWritesTheStoresFormat() {
        assertThat(win("n1").term().format()).isEqualTo(StoreFormat.NEWEST);
        assertThat(win("n2", NEWER).term().format()).isEqualTo(StoreFormat.NEWEST);
        assertThat(win("n1").term().format()).isEqualTo(StoreFormat.NEWEST);
    }

    @Test
    void theTermThatFollowsTheRequestRaisesTheFormatForGood() throws Exception {
        win("n1", NEWER);
        leave(new FormatRequest(new Epoch(1), NEWER));

        assertThat(win("n2", NEWER).term().format()).isEqualTo(NEWER);
        assertThat(win("n1", NEWER).term().format()).isEqualTo(NEWER);
        assertThat(win("n1", NEWER + 1).term().format()).isEqualTo(NEWER);
    }

    @Test
    void anOlderBuildDoesNotLeadANewerFormat() throws Exception {
        win("n1", NEWER);
        leave(new FormatRequest(new Epoch(1), NEWER));
        win("n1", NEWER);

        assertThat(raise("n2", StoreFormat.NEWEST)).isInstanceOf(Raised.Refused.class);
        assertThat(win("n1", NEWER).term().epoch()).isEqualTo(new Epoch(3));
    }

    @Test
    void aRequestOfAnotherEpochIsVoid() throws Exception {
        win("n1", NEWER);
        leave(new FormatRequest(new Epoch(0), NEWER));
        assertThat(win("n1", NEWER).term().format()).isEqualTo(StoreFormat.NEWEST);
        leave(new FormatRequest(new Epoch(3), NEWER));
        assertThat(win("n1", NEWER).term().format()).isEqualTo(StoreFormat.NEWEST);
    }

    @Test
    void aRequestThatTheWinnersBuildCannotFulfilIsVoid() throws Exception {
        win("n1", NEWER);
        leave(new FormatRequest(new Epoch(1), NEWER));
        assertThat(win("n2").term().format()).isEqualTo(StoreFormat.NEWEST);
        leave(new FormatRequest(new Epoch(2), NEWER + 1));
        assertThat(win("n1", NEWER).term().format()).isEqualTo(StoreFormat.NEWEST);
    }

    @Test
    void aRequestDoesNotLowerTheFormat() throws Exception {
        win("n1", NEWER);
        leave(new FormatRequest(new Epoch(1), NEWER));
        win("n1", NEWER);
        leave(new FormatRequest(new Epoch(2), StoreFormat.NEWEST));

        assertThat(win("n1", NEWER).term().format()).isEqualTo(NEWER);
    }

    @Test
    void whatIsWrittenIsRead() {
        FencedStore store = win("n1");

        assertThat(write(store, creating("a", "one"), creating("a/b", "two"))).isEqualTo(new Written(List.of(0, 0)));
        assertThat(write(store, updating("a", "three", 0), new WriteOp.Delete("a/b", 0)))
                .isEqualTo(new Written(List.of(1, -1)));

        StoredNode.Content content = read(store, "a").content().orElseThrow();
        assertThat(new String(content.data(), UTF_8)).isEqualTo("three");
        assertThat(content.version()).isEqualTo(1);
        assertThat(read(store, "a/b").content()).isEmpty();
    }

    @Test
    void readsComeInTheOrderOfTheirPaths() {
        FencedStore store = win("n1");
        List<String> paths = new ArrayList<>();
        List<Reply<WriteOutcome>> written = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            paths.add(StorePaths.session(i));
            written.add(submit(store, creating(StorePaths.session(i), "s" + i)));
        }
        written.forEach(Reply::await);
        paths.add("sessions/ff/none");

        List<StoredNode> found = read(store, paths);

        assertThat(found).extracting(StoredNode::path).isEqualTo(paths);
        for (int i = 0; i < 700; i++) {
            assertThat(text(found.get(i))).isEqualTo("s" + i);
        }
        assertThat(found.get(700).content()).isEmpty();
    }

    @Test
    void nothingToReadIsFound() {
        assertThat(read(win("n1"), List.of())).isEmpty();
    }

    @Test
    void childrenAreNames() {
        FencedStore store = win("n1");
        write(store, creating(StorePaths.session(1), ""), creating(StorePaths.session(257), ""));

        assertThat(children(store, "sessions/01")).containsExactlyInAnyOrder("0000000001", "0000000257");
        assertThat(children(store, "sessions/02")).isEmpty();
        assertThat(children(store, "nowhere")).isEmpty();
    }

    @Test
    void aConflictWritesNothingAndDoesNotEndTheTerm() {
        FencedStore store = win("n1");
        write(store, creating("a", "one"));

        assertThat(write(store, creating("b", ""), creating("a", ""))).isEqualTo(new Conflict(1, Cause.NODE_EXISTS));
        assertThat(write(store, updating("a", "", 7))).isEqualTo(new Conflict(0, Cause.BAD_VERSION));
        assertThat(write(store, creating("b", ""), updating("c", "", 0))).isEqualTo(new Conflict(1, Cause.NO_NODE));
        assertThat(write(store, new WriteOp.Delete("a", 1))).isEqualTo(new Conflict(0, Cause.BAD_VERSION));
        assertThat(write(store, creating("x/y", ""))).isEqualTo(new Conflict(0, Cause.NO_NODE));
        assertThat(read(store, "b").content()).isEmpty();

        assertThat(write(store, updating("a", "two", 0))).isEqualTo(new Written(List.of(1)));
    }

    @Test
    void conflictsInACrowdConcernNobodyElse() {
        FencedStore store = win("n1");
        write(store, creating(StorePaths.session(7), "first"), creating(StorePaths.session(400), "first"));

        List<Reply<WriteOutcome>> replies = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            replies.add(submit(store, creating(StorePaths.session(i), "s" + i)));
        }

        for (int i = 0; i < 500; i++) {
            assertThat(replies.get(i).await())
                    .as("write %d", i)
                    .isEqualTo(i == 7 || i == 400 ? new Conflict(0, Cause.NODE_EXISTS) : new Written(List.of(0)));
            assertThat(text(read(store, StorePaths.session(i)))).isEqualTo(i == 7 || i == 400 ? "first" : "s" + i);
        }
    }

    @Test
    void aNodeWithChildrenIsNotDeleted() {
        FencedStore store = win("n1");
        write(store, creating("a", ""), creating("a/b", ""));

        assertThat(write(store, new WriteOp.Delete("a", 0))).isEqualTo(new Conflict(0, Cause.OTHER));
    }

    @Test
    void aLaterTermDeposesTheEarlier() {
        FencedStore first = win("n1");
        write(first, creating("a", "one"));
        FencedStore second = win("n2");

        assertThat(write(first, updating("a", "two", 0))).isInstanceOf(Deposed.class);
        assertThat(write(first)).isInstanceOf(Deposed.class);
        assertThat(heartbeat(first)).isInstanceOf(Deposed.class);
        assertThat(text(read(second, "a"))).isEqualTo("one");
        assertThat(write(second, updating("a", "two", 0))).isEqualTo(new Written(List.of(1)));
    }

    @Test
    void writesToOnePathAreAppliedInTheOrderInWhichTheyWereHandedIn() {
        FencedStore store = win("n1");
        List<Reply<WriteOutcome>> replies = new ArrayList<>();
        replies.add(submit(store, creating("a", "")));
        for (int i = 0; i < 50; i++) {
            replies.add(submit(store, updating("a", "v" + i, i), creating("a/" + i, "")));
        }

        assertThat(replies).allSatisfy(reply -> assertThat(reply.await()).isInstanceOf(Written.class));
        assertThat(text(read(store, "a"))).isEqualTo("v49");
    }

    @Test
    void aHeartbeatCarriesTheAcknowledgementOn() {
        FencedStore store = win("n1");
        long won = store.acknowledgedAt();
        long before = System.nanoTime();

        assertThat(heartbeat(store)).isEqualTo(new Written(List.of()));

        assertThat(store.acknowledgedAt() - won).isPositive();
        assertThat(store.acknowledgedAt() - before).isNotNegative();
        assertThat(System.nanoTime() - store.acknowledgedAt()).isNotNegative();
    }

    @Test
    void aRefusedWriteDoesNotCarryTheAcknowledgementOn() {
        FencedStore store = win("n1");
        win("n2");
        long before = store.acknowledgedAt();

        assertThat(heartbeat(store)).isInstanceOf(Deposed.class);

        assertThat(store.acknowledgedAt()).isEqualTo(before);
    }

    @Test
    void aClosedDoorIsShut() {
        FencedStore store = win("n1");

        store.close();

        assertThat(write(store, creating("a", ""))).isInstanceOf(Deposed.class);
        assertThat(heartbeat(store)).isInstanceOf(Deposed.class);
        Reply<ReadOutcome<List<StoredNode>>> read = new Reply<>();
        store.read(List.of("a"), read);
        assertThat(read.await()).isInstanceOf(ReadOutcome.Failed.class);
        Reply<ReadOutcome<List<String>>> children = new Reply<>();
        store.children("a", children);
        assertThat(children.await()).isInstanceOf(ReadOutcome.Failed.class);
    }

    @Test
    void aWriteThatNoRequestCanHoldIsRefused() {
        FencedStore store = win("n1");
        WriteOp large = new WriteOp.Create("a", new byte[FencedStore.MAX_WRITE_BYTES]);

        assertThatThrownBy(() -> store.write(List.of(large), outcome -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(write(store, new WriteOp.Create("a", new byte[FencedStore.MAX_WRITE_BYTES - 1])))
                .isInstanceOf(Written.class);
    }

    @Test
    void theEpochIsNotWritten() {
        FencedStore store = win("n1");

        assertThatThrownBy(() -> store.write(List.of(updating("epoch", "", 1)), outcome -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
