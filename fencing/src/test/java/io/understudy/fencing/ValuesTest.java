package io.understudy.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The values of fencing: what they refuse, what they say of themselves. */
final class ValuesTest {

    private static final StoreIdentity STORE =
            new StoreIdentity(UUID.fromString("0123abcd-0000-4000-8000-000000000001"));
    private static final StoreIdentity OTHER =
            new StoreIdentity(UUID.fromString("0123abcd-0000-4000-8000-000000000002"));

    @Test
    void epochsAscend() {
        Epoch seven = new Epoch(7);

        assertThat(seven.next()).isEqualTo(new Epoch(8));
        assertThat(seven.isBefore(seven.next())).isTrue();
        assertThat(seven.isBefore(seven)).isFalse();
        assertThat(seven.next().isBefore(seven)).isFalse();
        assertThat(seven).isLessThan(seven.next()).isEqualByComparingTo(new Epoch(7));
        assertThat(seven).hasToString("7");
        assertThat(Epoch.NONE.number()).isZero();
        assertThatThrownBy(() -> new Epoch(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBlockOfIdsHasAnOrder() {
        assertThat(new IdBlock(5, 8).size()).isEqualTo(3);
        assertThat(new IdBlock(0, 0).size()).isZero();
        assertThatThrownBy(() -> new IdBlock(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdBlock(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVersionIsNoWildcard() {
        assertThatThrownBy(() -> new WriteOp.Update("a", new byte[0], -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WriteOp.Delete("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new WriteOp.Update("a", new byte[0], 0).version()).isZero();
        assertThat(new WriteOp.Delete("a", 0).version()).isZero();
    }

    @Test
    void operationsWeighTheirPathAndData() {
        assertThat(new WriteOp.Create("abc", new byte[4]).bytes()).isEqualTo(7);
        assertThat(new WriteOp.Update("abc", new byte[4], 0).bytes()).isEqualTo(7);
        assertThat(new WriteOp.Delete("abc", 0).bytes()).isEqualTo(3);
    }

    @Test
    void aWriteIsPermittedUpToItsBound() {
        WriteOp half = new WriteOp.Create("", new byte[FencedStore.MAX_WRITE_BYTES / 2]);

        assertThat(FencedStore.permitted(List.of(half, half))).containsExactly(half, half);
        assertThatThrownBy(() -> FencedStore.permitted(List.of(half, half, new WriteOp.Delete("a", 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("921601 bytes");
        assertThatThrownBy(() -> FencedStore.permitted(List.of(new WriteOp.Delete("epoch", 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoreIsNamedByItsUuid() {
        assertThat(STORE.brief()).isEqualTo("0123abcd");
        assertThat(STORE).hasToString("0123abcd-0000-4000-8000-000000000001");
    }

    @Test
    void aTermSaysWhose() {
        Term term = new Term(STORE, new Epoch(7), 9, "n2", "i1", 1L, Instant.EPOCH, new IdBlock(0, 1), 1);

        assertThat(term).hasToString("epoch 7 of n2");
    }

    @Test
    void memoryNeverForgets() {
        StoreMemory seen = StoreMemory.NOTHING.seen(STORE, new Epoch(7), 41);
        assertThat(seen).isEqualTo(new StoreMemory(Optional.of(STORE), new Epoch(7), 41));

        assertThat(seen.seen(STORE, new Epoch(6), 40)).isEqualTo(seen);
        assertThat(seen.seen(STORE, new Epoch(7), 41)).isEqualTo(seen);
        assertThat(seen.seen(STORE, new Epoch(8), 42)).isEqualTo(new StoreMemory(Optional.of(STORE), new Epoch(8), 42));
        assertThat(seen.seen(OTHER, new Epoch(1), 1).store()).contains(OTHER);
        assertThat(StoreMemory.NOTHING.store()).isEmpty();
        assertThat(StoreMemory.NOTHING.highestId()).isEqualTo(-1);
    }

    @Test
    void pathsAreAsAgreed() {
        assertThat(StorePaths.session(10)).isEqualTo("sessions/0a/0000000010");
        assertThat(StorePaths.session(256)).isEqualTo("sessions/00/0000000256");
        assertThat(StorePaths.session(Integer.MAX_VALUE)).isEqualTo("sessions/ff/2147483647");
        assertThat(StorePaths.log(255)).isEqualTo("logs/ff/0000000255");
        assertThat(StorePaths.history(new Epoch(7))).isEqualTo("history/7");
        assertThat(StorePaths.member("n1")).isEqualTo("members/n1");
        assertThat(StorePaths.control("switchover")).isEqualTo("control/switchover");
        assertThat(StorePaths.grave("i1")).isEqualTo("graves/i1");
        assertThat(StorePaths.sessionShards())
                .hasSize(256)
                .startsWith("sessions/00", "sessions/01")
                .endsWith("sessions/ff");
        assertThat(StorePaths.logShards()).hasSize(256).startsWith("logs/00").endsWith("logs/ff");
        assertThatThrownBy(() -> StorePaths.session(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
