package io.understudy.session.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends bytes to a port of this host and reads what comes back until the server closes: a client without manners.
 *
 * @param port where the server listens
 */
public record RawHttp(int port) {

    private static final int LIMIT_MS = 60_000;

    /**
     * An answer.
     *
     * @param status the code
     * @param headers names in lower case
     * @param body as it came
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request that says that it is the connection's last. */
    public Answer send(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return send((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1), body);
    }

    /** Sends what may be no request at all. */
    public Answer send(byte[] head, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MS);
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(body);
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    /** An answer from all the bytes of a connection. */
    public static Answer parse(byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, body);
    }
}
