package io.understudy.session.transfer;

import static io.understudy.session.testing.Samples.APPLICATION;
import static io.understudy.session.testing.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.session.Session;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that knows less than a node remembers. */
final class AdoptionTest {

    private static final StoreIdentity LOST =
            new StoreIdentity(UUID.fromString("0123abcd-0000-4000-8000-000000000000"));

    private final TransferStage stage = new TransferStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aWipedStoreGoesOnAboveEverythingSeen() throws TransferFailure {
        StoreMemory memory = new StoreMemory(Optional.of(LOST), new Epoch(9), 1234);
        stage.yarn.runs(APPLICATION, "understudy-0123abcd-2345-random00", "understudy-0123abcd");

        StoreMemory adopted = adopt(memory, true);

        assertThat(adopted.highestId()).isEqualTo(2345);
        StoreState.Joinable joinable = (StoreState.Joinable) stage.judged("c1", adopted);
        assertThat(joinable.nextId()).isGreaterThan(2345);
        assertThat(stage.judged("c1", memory)).isInstanceOf(StoreState.Refused.class);
    }

    @Test
    void withoutYarnTheMemoryCountsAlone() throws TransferFailure {
        StoreMemory memory = new StoreMemory(Optional.of(LOST), new Epoch(9), 5000);
        stage.yarn.isDown();

        assertThatThrownBy(() -> adopt(memory, true)).hasMessageContaining("--without-yarn");

        assertThat(((StoreState.Joinable) stage.judged("c1", adopt(memory, false))).nextId())
                .isGreaterThan(5000);
    }

    @Test
    void inARestoredStoreNothingIsSubmittedTwice() throws Exception {
        FencedStore store = stage.win();
        stage.touch("c1", "active");
        TransferStage.put(store, session(1));
        TransferStage.put(store, session(2));
        stage.yarn.runs(APPLICATION, session(1).tag().toString());
        StoreMemory memory = new StoreMemory(Optional.of(store.term().store()), new Epoch(7), 1500);

        StoreMemory adopted = adopt(memory, true);

        assertThat(((StoreState.Joinable) stage.judged("c1", adopted)).nextId()).isGreaterThan(1500);
        assertThat(((Session) stage.record("c1", 1)).applicationId()).contains(APPLICATION);
        assertThat(((Session) stage.record("c1", 2)).state()).isEqualTo(SessionState.DEAD);
        assertThat(stage.verify("c1").findings()).isEmpty();
    }

    @Test
    void recordsAboveNextIdCountToo() throws TransferFailure {
        FencedStore store = stage.win();
        TransferStage.put(store, session(7000));
        StoreMemory memory = new StoreMemory(Optional.of(store.term().store()), new Epoch(1), 3);

        adopt(memory, true);

        assertThat(stage.verify("c1").findings()).isEmpty();
    }

    @Test
    void whereAllAgreeNothingIsWritten() throws TransferFailure {
        FencedStore store = stage.win();
        TransferStage.put(store, session(1));
        StoreMemory memory = new StoreMemory(Optional.of(store.term().store()), new Epoch(1), 1);

        assertThat(plan(memory).isIdle()).isTrue();
    }

    @Test
    void whileDaemonsLiveNothingIsWritten() throws Exception {
        FencedStore store = stage.win();
        TransferStage.put(store, session(1));
        stage.touch("c1", "members/n7");

        assertThatThrownBy(() -> plan(new StoreMemory(Optional.of(LOST), new Epoch(9), 5000)))
                .hasMessageContaining("members/n7");
        assertThat(plan(new StoreMemory(Optional.of(LOST), new Epoch(9), 5)).writes())
                .isFalse();
    }

    @Test
    void aTagThatNobodyCanHaveGivenIsNotBelieved() {
        stage.yarn.runs(APPLICATION, "understudy-0123abcd-2147483647-random00");

        assertThatThrownBy(() -> plan(new StoreMemory(Optional.of(LOST), new Epoch(9), 5)))
                .hasMessageContaining("2147483647");
        assertThat(SessionTag.parse("understudy-0123abcd-2147483647-random00")).isPresent();
    }

    private Adoption.Plan plan(StoreMemory memory) throws TransferFailure {
        try (StoreDoor door = stage.door("c1")) {
            return new Adoption(door, stage.yarn, memory).plan(true);
        }
    }

    private StoreMemory adopt(StoreMemory memory, boolean askYarn) throws TransferFailure {
        try (StoreDoor door = stage.door("c1")) {
            Adoption adoption = new Adoption(door, stage.yarn, memory);
            return adoption.carryOut(adoption.plan(askYarn));
        }
    }
}
