package io.understudy.ha.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends what a test writes, byte for byte. */
final class RawClient implements AutoCloseable {

    private final Socket socket;

    RawClient(URI node) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), node.getPort());
        socket.setSoTimeout((int) Http.DEADLINE.toMillis());
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends the head of a request. */
    void head(String... lines) throws IOException {
        send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Reads a line, without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Reads one answer whose length is told; its head. */
    String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        socket.getInputStream().readNBytes(length);
        return head.toString();
    }

    /** Reads so many bytes, or as many as come until the other side ends; how many. */
    int read(byte[] bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes, 0, bytes.length);
    }

    /** Reads everything until the other side ends. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
