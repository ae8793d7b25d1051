package io.understudy.ha.cli;

import io.understudy.session.config.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to one node, on a connection of its own that stands before anything is sent. It is made of the JDK's old
 * HTTP client: the new one takes a third of a second to load, as long as everything else that a command does.
 */
final class Call implements AutoCloseable {

    private static final int CONNECT_MS = 2_000;
    private static final int ANSWER_MS = 5_000;

    private final HttpURLConnection connection;
    private final byte[] body;

    /** What came back. */
    record Reply(int status, String body) {}

    private Call(HttpURLConnection connection, byte[] body) {
        this.connection = connection;
        this.body = body;
    }

    /**
     * Connects, to read.
     *
     * @throws IOException if the node cannot be reached
     */
    static Call get(HostPort node, String path) throws IOException {
        HttpURLConnection connection = to(node, path);
        connection.connect();
        return new Call(connection, new byte[0]);
    }

    /**
     * Connects, to give an order.
     *
     * @param body JSON
     * @throws IOException if the node cannot be reached; it has heard nothing then
     */
    static Call post(HostPort node, String path, Map<String, String> headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = to(node, path);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        headers.forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        // A body whose length is fixed is never sent twice, whatever becomes of the connection.
        connection.setFixedLengthStreamingMode(bytes.length);
        connection.connect();
        return new Call(connection, bytes);
    }

    private static HttpURLConnection to(HostPort node, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + node + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(ANSWER_MS);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    /** Sends what there is to be sent, once, and waits for the answer. */
    Reply exchange() throws IOException {
        if (connection.getDoOutput()) {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        @Nullable InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        return new Reply(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
