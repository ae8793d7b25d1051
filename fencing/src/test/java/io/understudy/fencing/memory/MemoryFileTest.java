package io.understudy.fencing.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryFileTest {

    private static final StoreIdentity STORE =
            new StoreIdentity(UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));

    @TempDir
    private Path state;

    @Test
    void aFirstStartRemembersNothing() throws IOException {
        try (MemoryFile memory = MemoryFile.open(state.resolve("new"))) {
            assertThat(memory.recall()).isEqualTo(StoreMemory.NOTHING);
        }
        assertThat(state.resolve("new")).isEmptyDirectory();
    }

    @Test
    void whatWasKeptLastIsThereAfterARestart() throws IOException {
        StoreMemory last = StoreMemory.NOTHING.seen(STORE, new Epoch(7), 41);
        try (MemoryFile memory = MemoryFile.open(state)) {
            for (int epoch = 1; epoch < 7; epoch++) {
                memory.keep(StoreMemory.NOTHING.seen(STORE, new Epoch(epoch), -1));
            }
            memory.keep(last);
            assertThat(memory.recall()).isEqualTo(last);
        }
        try (MemoryFile memory = MemoryFile.open(state)) {
            assertThat(memory.recall()).isEqualTo(last);
        }
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).containsExactly(state.resolve("store-memory.json"));
        }
    }

    /** The format is stored: a later build has to read it. */
    @Test
    void theFileSaysWhatItIs() throws IOException {
        Files.writeString(
                state.resolve("store-memory.json"),
                "{\"format\":1,\"store\":\"01234567-89ab-cdef-0123-456789abcdef\",\"epoch\":7,\"highestId\":41}");
        try (MemoryFile memory = MemoryFile.open(state)) {
            assertThat(memory.recall()).isEqualTo(StoreMemory.NOTHING.seen(STORE, new Epoch(7), 41));
            memory.keep(StoreMemory.NOTHING);
        }
        assertThat(Files.readString(state.resolve("store-memory.json")).replaceAll("\\s", ""))
                .isEqualTo("{\"format\":1,\"epoch\":0,\"highestId\":-1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\":1}",
                "{\"format\":1,\"epoch\":7}",
                "{\"format\":2,\"epoch\":7,\"highestId\":1}",
                "{\"format\":1,\"store\":\"x\",\"epoch\":7,\"highestId\":1}",
                "{\"format\":1,\"epoch\":\"seven\",\"highestId\":1}",
                "{\"format\":1,\"epoch\":-7,\"highestId\":1}"
            })
    void aFileThatCannotBeReadStopsTheStart(String content) throws IOException {
        Files.writeString(state.resolve("store-memory.json"), content);
        assertThatThrownBy(() -> MemoryFile.open(state))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("store-memory.json")
                .hasMessageContaining("Delete it if");
        assertThat(Files.readString(state.resolve("store-memory.json"))).isEqualTo(content);
    }
}
