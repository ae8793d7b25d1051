package io.understudy.session.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes an export, line by line. */
final class ExportWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;
    private final MessageDigest digest;
    private int sessions;
    private int logs;

    ExportWriter(OutputStream out) {
        this.out = out;
        this.digest = sha256();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void begin(ExportHeader header) throws IOException {
        line(JSON.writeValueAsBytes(header));
    }

    void add(ExportedNode node) throws IOException {
        line(NodeLine.write(node));
        if (node.isLog()) {
            logs++;
        } else {
            sessions++;
        }
    }

    /** Writes the last line. */
    void end(int nextId) throws IOException {
        String sum = HexFormat.of().formatHex(digest.digest());
        line(JSON.writeValueAsBytes(new ExportTrailer(true, sessions, logs, nextId, sum)));
        out.flush();
    }

    int sessions() {
        return sessions;
    }

    int logs() {
        return logs;
    }

    private void line(byte[] text) throws IOException {
        out.write(text);
        out.write('\n');
        digest.update(text);
        digest.update((byte) '\n');
    }
}
