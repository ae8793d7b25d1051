package io.understudy.ha.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which launcher was started in the background. The launcher holds a lock in the file for as long as it lives: a file
 * without that lock is a leftover, whatever stands in it.
 */
final class PidFile implements AutoCloseable {

    /** The byte that a launcher keeps locked. */
    private static final long LIFE = 0;

    /** The byte that everybody locks who looks at the other: to look at a lock is to take it for a moment. */
    private static final long TURNSTILE = 1;

    private final FileChannel channel;

    /**
     * What stands in it.
     *
     * @param launcher pid of the launcher
     * @param daemon pid of the daemon; empty while it is down
     * @param up whether the daemon has said that it is up
     */
    record Entry(long launcher, OptionalLong daemon, boolean up) {

        String text() {
            return launcher + " " + (daemon.isPresent() ? daemon.getAsLong() : "-") + " " + (up ? "up" : "starting")
                    + "\n";
        }

        static Optional<Entry> parse(String text) {
            String[] words = text.trim().split(" ", -1);
            if (words.length != 3 || !words[0].matches("[0-9]+") || !words[1].matches("[0-9]+|-")) {
                return Optional.empty();
            }
            OptionalLong daemon =
                    words[1].equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words[1]));
            return Optional.of(new Entry(Long.parseLong(words[0]), daemon, words[2].equals("up")));
        }
    }

    private PidFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the file for this process, until it ends; empty if another has it. */
    static Optional<PidFile> take(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock turnstile = channel.lock(TURNSTILE, 1, false);
        @Nullable FileLock life = channel.tryLock(LIFE, 1, false);
        turnstile.release();
        if (life == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new PidFile(channel));
    }

    void write(Entry entry) throws IOException {
        byte[] bytes = entry.text().getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.truncate(bytes.length);
    }

    /** Gives the file back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** What stands in it, if the launcher that wrote it lives. */
    static Optional<Entry> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock turnstile = channel.lock(TURNSTILE, 1, false);
            @Nullable FileLock life = channel.tryLock(LIFE, 1, false);
            if (life == null) {
                return Entry.parse(Files.readString(file));
            }
            life.release();
            turnstile.release();
            return Optional.empty();
        }
    }
}
