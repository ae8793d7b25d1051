package io.understudy.ha.node.memory;

import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.memory.MemoryFile;
import io.understudy.ha.node.Memory;
import java.io.IOException;
import java.nio.file.Path;

/** A node's memory of the store in {@code store-memory.json}. */
public final class StoreMemoryFile implements Memory, AutoCloseable {

    /** The file's name in the state directory. */
    public static final String NAME = MemoryFile.NAME;

    private final MemoryFile file;

    private StoreMemoryFile(MemoryFile file) {
        this.file = file;
    }

    /**
     * Opens the memory in a state directory, which is created if there is none. A directory without the file is a first
     * start.
     *
     * @throws IOException with a sentence for the operator, if the file cannot be read or is not such a file
     */
    public static StoreMemoryFile open(Path stateDirectory) throws IOException {
        return new StoreMemoryFile(MemoryFile.open(stateDirectory));
    }

    @Override
    public StoreMemory recall() {
        return file.recall();
    }

    @Override
    public void keep(StoreMemory memory) {
        file.keep(memory);
    }

    /** Writes what is still to be written, within five seconds, then ends. */
    @Override
    public void close() {
        file.close();
    }
}
