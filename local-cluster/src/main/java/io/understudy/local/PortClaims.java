package io.understudy.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ports that the programs of one user have set aside on this host: chosen and not bound yet, or of a server that is being
 * started again. A claim is a lock on one byte of a file that they share; it lasts until this object is closed or its program
 * ends. Any thread may call.
 */
final class PortClaims implements AutoCloseable {

    private static @Nullable PortClaims ours;

    private final FileChannel channel;

    /** The JVM forgets a lock that nobody refers to. */
    private final List<FileLock> held = new ArrayList<>();

    private PortClaims(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims in a file.
     *
     * @throws IOException with a sentence that says what to do, if it cannot be written
     */
    static PortClaims in(Path file) throws IOException {
        try {
            return new PortClaims(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new IOException(
                    "Ports are set aside in " + file + ", which cannot be written (" + e
                            + "). Remove it, or name another folder for temporary files with JAVA_TOOL_OPTIONS"
                            + "=-Djava.io.tmpdir=DIR.",
                    e);
        }
    }

    /** Those of this program. There is one: whoever closes a second channel to the same file gives up all its locks. */
    static synchronized PortClaims ours() throws IOException {
        if (ours == null) {
            ours = in(Path.of(
                    System.getProperty("java.io.tmpdir"), "understudy-ports-" + System.getProperty("user.name")));
        }
        return ours;
    }

    /** Claims a port; false if this program or another one has claimed it. */
    synchronized boolean claim(int port) throws IOException {
        try {
            FileLock lock = channel.tryLock(port, 1, false);
            return lock != null && held.add(lock);
        } catch (OverlappingFileLockException claimedHere) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
