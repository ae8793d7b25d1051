package io.understudy.ha.launcher;

import io.understudy.ha.custody.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's own entry of {@code cluster.json}. Whoever writes the file holds the lock beside it and replaces the
 * file at once, so that a reader always sees a whole one.
 */
final class ClusterJson {

    private final Path file;
    private final String node;

    ClusterJson(Path file, String node) {
        this.file = file;
        this.node = node;
    }

    /**
     * Says which processes are this node.
     *
     * @param pid of the daemon; empty while it is down
     * @param launcherPid of its launcher; empty when it ends
     * @throws IOException if the file cannot be written or has no entry of this node
     */
    void update(OptionalLong pid, OptionalLong launcherPid) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Object root = parse();
            Map<Object, @Nullable Object> entry = entry(root);
            entry.put("pid", number(pid));
            entry.put("launcherPid", number(launcherPid));
            Path temporary = file.resolveSibling(file.getFileName() + "." + lock.hashCode() + ".tmp");
            Files.writeString(temporary, Json.print(root));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private @Nullable Object parse() throws IOException {
        try {
            return Json.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<Object, @Nullable Object> entry(@Nullable Object root) throws IOException {
        if (root instanceof Map<?, ?> map && map.get("nodes") instanceof List<?> nodes) {
            for (Object candidate : nodes) {
                if (candidate instanceof Map<?, ?> entry && node.equals(entry.get("id"))) {
                    return (Map<Object, @Nullable Object>) entry;
                }
            }
        }
        throw new IOException(file + " has no node " + node);
    }

    private static Json.@Nullable Numeral number(OptionalLong pid) {
        return pid.isPresent() ? new Json.Numeral(Long.toString(pid.getAsLong())) : null;
    }
}
