package io.understudy.fencing.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StoreMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory in {@code store-memory.json}. The file is replaced as a whole, so that a crash leaves the old one or the new
 * one. Writing happens on a thread of its own; of several memories handed in meanwhile only the last one is written.
 */
public final class MemoryFile implements AutoCloseable {

    /** The file's name in the state directory. */
    public static final String NAME = "store-memory.json";

    private static final Logger LOG = LoggerFactory.getLogger(MemoryFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private final Path file;
    private final ExecutorService writer;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private volatile StoreMemory memory;
    private boolean failing;

    private MemoryFile(Path file, StoreMemory memory) {
        this.file = file;
        this.memory = memory;
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "store-memory");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the memory in a state directory, which is created if there is none. A directory without the file is a first
     * start.
     *
     * @throws IOException with a sentence for the operator, if the file cannot be read or is not such a file
     */
    public static MemoryFile open(Path stateDirectory) throws IOException {
        if (!isUsable(stateDirectory)) {
            throw new IOException("The state folder " + stateDirectory
                    + " cannot be created or written. Correct its rights, or name another one in ha.state.dir.");
        }
        Path file = stateDirectory.resolve(NAME);
        return new MemoryFile(file, Files.exists(file) ? parse(file) : StoreMemory.NOTHING);
    }

    private static boolean isUsable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException refused) {
            return false;
        }
    }

    /** What is remembered. Cheap. */
    public StoreMemory recall() {
        return memory;
    }

    /** Remembers; returns at once, durable soon. A failure is logged once, and the older file stays. */
    public void keep(StoreMemory now) {
        memory = now;
        if (!dirty.getAndSet(true)) {
            writer.execute(this::write);
        }
    }

    /** Writes what is still to be written, within five seconds, then ends. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        dirty.set(false);
        try {
            replace(toJson(memory));
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.error(
                        "{} cannot be written: {}. Make room or correct its rights; until then this node would not"
                                + " notice that its ZooKeeper was wiped or restored",
                        file,
                        e.toString());
            }
            failing = true;
        }
    }

    private void replace(byte[] json) throws IOException {
        Path fresh = file.resolveSibling(NAME + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(json);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] toJson(StoreMemory memory) throws JsonProcessingException {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        memory.store().ifPresent(store -> json.put("store", store.uuid().toString()));
        json.put("epoch", memory.epoch().number()).put("highestId", memory.highestId());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private static StoreMemory parse(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            if (json.path("format").asInt() != FORMAT
                    || !json.path("epoch").isIntegralNumber()
                    || !json.path("highestId").isInt()) {
                throw new IllegalArgumentException("not a memory of format " + FORMAT);
            }
            Optional<StoreIdentity> store = Optional.ofNullable(json.get("store"))
                    .map(uuid -> new StoreIdentity(UUID.fromString(uuid.asText())));
            return new StoreMemory(
                    store,
                    new Epoch(json.path("epoch").longValue()),
                    json.path("highestId").intValue());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(
                    file + " is not what this node wrote there: " + e.getMessage()
                            + ". Delete it if this node may forget which ZooKeeper it worked with",
                    e);
        }
    }
}
