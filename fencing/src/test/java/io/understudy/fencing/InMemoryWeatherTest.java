package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.submit;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Unknown;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.InMemoryFence;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryFencedStore.Weather;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.fencing.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The weather that tests make in the store in memory. */
final class InMemoryWeatherTest {

    private final InMemoryStore store = InMemoryStore.create();

    @Test
    void outcomesAreUnknownOnDemand() {
        InMemoryFencedStore door = InMemoryFencedStore.win(store, "n1");
        door.forecast(Weather.APPLIED_BUT_UNKNOWN, Weather.LOST_AND_UNKNOWN, Weather.CALM);

        assertThat(write(door, creating("a", ""))).isInstanceOf(Unknown.class);
        assertThat(write(door, creating("b", ""))).isInstanceOf(Unknown.class);
        assertThat(write(door, creating("c", ""))).isInstanceOf(Written.class);

        assertThat(store.paths()).contains("a", "c").doesNotContain("b");
    }

    @Test
    void randomWeatherIsTheSameForTheSameSeed() {
        assertThat(randomOutcomes(7)).isEqualTo(randomOutcomes(7)).contains("Written", "Unknown");
    }

    @Test
    void answersAreKeptBack() {
        InMemoryFencedStore door = InMemoryFencedStore.win(store, "n1");
        door.keepBack();
        Reply<WriteOutcome> reply = submit(door, creating("a", ""));
        assertThat(reply.isGiven()).isFalse();
        assertThat(store.paths()).contains("a");

        door.letGo();

        assertThat(reply.await()).isInstanceOf(Written.class);
    }

    @Test
    void aLostSessionLeavesOutcomesUnknown() {
        InMemoryFencedStore door = InMemoryFencedStore.win(store, "n1");
        door.keepBack();
        Reply<WriteOutcome> reply = submit(door, creating("a", ""));

        door.loseSession();

        assertThat(reply.await()).isInstanceOf(Unknown.class);
        assertThat(write(door, creating("b", ""))).isInstanceOf(Unknown.class);
        assertThat(store.paths()).contains("a").doesNotContain("b");
    }

    @Test
    void closingLeavesOutcomesUnknown() {
        InMemoryFencedStore door = InMemoryFencedStore.win(store, "n1");
        door.keepBack();
        Reply<WriteOutcome> reply = submit(door, creating("a", ""));

        door.close();

        assertThat(reply.await()).isInstanceOf(Unknown.class);
        assertThat(write(door, creating("b", ""))).isInstanceOf(Deposed.class);
    }

    @Test
    void aTermIsWonByWhoHoldsTheLock() {
        boolean[] holds = {false};
        InMemoryFence fence =
                new InMemoryFence(store, 7, Duration.ofSeconds(6), () -> holds[0], Runnable::run, System::nanoTime);

        assertThat(raise(fence, StoreMemory.NOTHING)).isInstanceOf(Raised.LockNotHeld.class);
        holds[0] = true;
        Raised.Won won = (Raised.Won) raise(fence, StoreMemory.NOTHING);
        assertThat(won.store().term().session()).isEqualTo(7);
        assertThat(won.store().term().epoch()).isEqualTo(new Epoch(1));
        StoreIdentity other = new StoreIdentity(UUID.randomUUID());
        assertThat(raise(fence, new StoreMemory(Optional.of(other), Epoch.NONE, -1)))
                .isInstanceOf(Raised.Refused.class);
        assertThat(raise(fence, new StoreMemory(Optional.of(store.identity()), new Epoch(2), -1)))
                .isInstanceOf(Raised.Refused.class);
    }

    private static List<String> randomOutcomes(long seed) {
        InMemoryStore store = InMemoryStore.create();
        InMemoryFencedStore door = InMemoryFencedStore.win(store, "n1");
        door.forecast(new Random(seed), 100);
        return IntStream.range(0, 100)
                .mapToObj(i -> write(door, creating("w" + i, "")).getClass().getSimpleName())
                .toList();
    }

    private static Raised raise(Fence fence, StoreMemory memory) {
        Reply<Raised> reply = new Reply<>();
        fence.raise(new Candidate("n1", "i1", "yarn"), new LockProof.HeldLock(), memory, reply);
        return reply.await();
    }
}
