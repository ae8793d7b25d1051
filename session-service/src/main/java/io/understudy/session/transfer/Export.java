package io.understudy.session.transfer;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.session.config.ProductVersion;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a store into a file while the store is in use.
 *
 * <p>What the file holds: every record that existed during the whole export, whole, as it stood at some moment of it; of
 * records made meanwhile only some; no name live twice unless it is so in the store; and a next-id, read last, above all
 * ids in the file. It is not a picture of one moment.
 */
public final class Export {

    /** Requests hold whatever clients sent, passwords in {@code env} as well. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final StoreReader reader;
    private final String cluster;
    private int unreadable;

    /** @param cluster {@code ha.cluster.id} */
    public Export(StoreDoor door, String cluster) {
        this.reader = new StoreReader(door.reading(), door.where());
        this.cluster = cluster;
    }

    /**
     * What was written.
     *
     * @param sessions how many records, tombstones and unreadable ones too
     * @param logs how many outputs of submissions
     * @param unreadable how many of the records this build cannot read; they are in the file, byte for byte
     * @param strays nodes that are no records and were left out
     * @param nextId the first session id that is not reserved
     */
    public record Written(int sessions, int logs, int unreadable, List<String> strays, int nextId) {}

    /**
     * Exports into {@code file}, which is replaced as a whole at the end: it is never there in part.
     *
     * @throws TransferFailure if the store cannot be read or the file cannot be written
     */
    public Written to(Path file, Instant now) throws TransferFailure {
        Path fresh = file.resolveSibling(file.getFileName() + ".part");
        discard(fresh);
        try (FileChannel channel = FileChannel.open(
                        fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            Written written = write(new ExportWriter(out), now);
            out.flush();
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (NoSuchFileException e) {
            throw TransferFailure.refused(file + " cannot be written: its folder does not exist. Make it");
        } catch (IOException e) {
            throw TransferFailure.refused(
                    "%s cannot be written: %s. Make room, or name another file".formatted(file, e.getMessage()));
        } finally {
            discard(fresh);
        }
    }

    private Written write(ExportWriter writer, Instant now) throws TransferFailure, IOException {
        StoreFacts before = StoreFacts.require(reader);
        writer.begin(header(before, now));
        List<String> strays = new ArrayList<>();
        unreadable = 0;
        for (String parent : List.of(StorePaths.SESSIONS, StorePaths.LOGS)) {
            StoreScan scan = StoreScan.list(reader, parent);
            strays.addAll(scan.strays());
            scan.read(chunk -> add(chunk, writer));
        }
        StoreFacts after = StoreFacts.require(reader);
        if (!after.uuid().equals(before.uuid())) {
            throw TransferFailure.refused(
                    "the store at " + reader.where() + " was replaced meanwhile. Export it again");
        }
        writer.end(after.nextId());
        return new Written(writer.sessions(), writer.logs(), unreadable, strays, after.nextId());
    }

    private ExportHeader header(StoreFacts facts, Instant now) {
        return new ExportHeader(
                ExportHeader.FORMAT,
                cluster,
                facts.uuid().toString(),
                facts.epoch(),
                facts.nextId(),
                facts.yarn().orElse(null),
                now.toString(),
                ProductVersion.current());
    }

    private void add(List<StoredNode> nodes, ExportWriter writer) throws TransferFailure, IOException {
        for (StoredNode node : nodes) {
            if (node.unread().isPresent()) {
                throw TransferFailure.refused("%s in %s must not be left out, and cannot be read: %s"
                        .formatted(node.path(), reader.where(), node.unread().get()));
            }
            if (node.content().isEmpty()) {
                continue;
            }
            ExportedNode exported =
                    new ExportedNode(node.path(), node.content().get().data());
            writer.add(exported);
            if (!exported.isLog() && !SeenRecord.of(exported).isReadable()) {
                unreadable++;
            }
        }
    }

    private static void discard(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException stays) {
            // The next export writes over it.
        }
    }
}
