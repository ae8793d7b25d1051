package io.understudy.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection whose requests are written and whose answers are read apart, for requests that wait in a socket. */
final class RawConnection implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int READ_LIMIT_MS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final String host;

    private RawConnection(URI node) throws IOException {
        socket = new Socket(node.getHost(), node.getPort());
        socket.setSoTimeout(READ_LIMIT_MS);
        in = new DataInputStream(socket.getInputStream());
        host = node.getAuthority();
    }

    /** A connection that has answered one request, so that the server has surely taken it. */
    static RawConnection warm(URI node) throws IOException {
        RawConnection connection = new RawConnection(node);
        connection.get("/ha/livez");
        connection.read();
        return connection;
    }

    void get(String path) throws IOException {
        write("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    void post(String path, String body) throws IOException {
        write("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads one answer whole. */
    Answer read() throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks()
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(
                Integer.parseInt(statusLine.split(" ", 3)[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            line();
            if (size == 0) {
                return body.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append((char) next);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer; header names in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {

        /** The term that did the work, -1 if the answer names none. */
        long epoch() {
            return Long.parseLong(headers.getOrDefault("x-ha-epoch", "-1"));
        }

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }
}
