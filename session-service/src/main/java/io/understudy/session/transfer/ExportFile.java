package io.understudy.session.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * An export, read line by line. Whatever is not as it was written is refused, by the number of its line; that the file is
 * whole is known once {@link #next} has given nothing more.
 */
final class ExportFile implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** ZooKeeper takes nodes of up to 1 MiB; Base64 makes them a third longer. */
    private static final int LONGEST_LINE = 4 * 1024 * 1024;

    private static final byte[] TRAILER = "{\"end\":".getBytes(StandardCharsets.UTF_8);

    private final Path file;
    private final InputStream in;
    private final MessageDigest digest = ExportWriter.sha256();
    private final ExportHeader header;
    private Optional<ExportTrailer> trailer = Optional.empty();
    private long line;
    private int sessions;
    private int logs;

    private ExportFile(Path file, InputStream in) throws IOException, TransferFailure {
        this.file = file;
        this.in = in;
        this.header = readHeader();
    }

    /** Opens a file and reads its first line. */
    static ExportFile open(Path file) throws TransferFailure {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            try {
                return new ExportFile(file, in);
            } catch (TransferFailure | IOException e) {
                in.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw TransferFailure.refused("there is no file " + file);
        } catch (IOException e) {
            throw TransferFailure.refused(file + " cannot be read: " + e.getMessage());
        }
    }

    ExportHeader header() {
        return header;
    }

    /** The last line, once it was read. */
    ExportTrailer trailer() {
        return trailer.orElseThrow();
    }

    /** The next node; empty once the last line was read and found right. */
    Optional<ExportedNode> next() throws TransferFailure {
        try {
            Optional<byte[]> text = nextLine();
            if (text.isEmpty()) {
                throw broken("the file ends without its last line: it was cut off. Take another copy");
            }
            if (startsWith(text.get(), TRAILER)) {
                end(JSON.readValue(text.get(), ExportTrailer.class));
                return Optional.empty();
            }
            ExportedNode node = NodeLine.read(text.get());
            count(node, text.get());
            return Optional.of(node);
        } catch (JsonProcessingException e) {
            throw broken("it is not as an export has it (" + e.getOriginalMessage() + ")");
        } catch (IOException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    private void count(ExportedNode node, byte[] text) throws TransferFailure {
        digest(text);
        if (node.id().isEmpty()) {
            throw broken("no session stands at " + node.path());
        }
        if (node.isLog()) {
            logs++;
        } else {
            sessions++;
        }
    }

    private void end(ExportTrailer read) throws TransferFailure, IOException {
        String sum = HexFormat.of().formatHex(digest.digest());
        if (read.sessions() != sessions || read.logs() != logs || !read.sha256().equals(sum)) {
            throw broken("the lines before are not those that were written: the file was changed. Take another copy");
        }
        if (in.read() >= 0) {
            throw broken("something follows the last line: the file was changed. Take another copy");
        }
        trailer = Optional.of(read);
    }

    private ExportHeader readHeader() throws IOException, TransferFailure {
        Optional<byte[]> text = nextLine();
        try {
            ExportHeader read = JSON.readValue(text.orElse(new byte[0]), ExportHeader.class);
            UUID.fromString(read.uuid());
            if (read.format() < 1 || read.format() > ExportHeader.FORMAT) {
                throw broken("its format is " + read.format() + ", this build reads up to " + ExportHeader.FORMAT
                        + ". Use the release that wrote it");
            }
            digest(text.orElseThrow());
            return read;
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw broken("this is not what haadmin store export writes");
        }
    }

    /** A line that has an end; a rest without one is as good as nothing. */
    private Optional<byte[]> nextLine() throws IOException, TransferFailure {
        line++;
        ByteArrayOutputStream text = new ByteArrayOutputStream(1024);
        for (int unit = in.read(); unit != '\n'; unit = in.read()) {
            if (unit < 0) {
                return Optional.empty();
            }
            text.write(unit);
            if (text.size() > LONGEST_LINE) {
                throw broken("it is longer than any line of an export");
            }
        }
        return Optional.of(text.toByteArray());
    }

    private void digest(byte[] text) {
        digest.update(text);
        digest.update((byte) '\n');
    }

    private static boolean startsWith(byte[] text, byte[] start) {
        return text.length >= start.length && Arrays.equals(text, 0, start.length, start, 0, start.length);
    }

    private TransferFailure broken(String why) {
        return TransferFailure.refused("%s, line %d: %s".formatted(file, line, why));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
