package io.understudy.local.daemons;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Talks to one daemon over HTTP as a client would. Any thread may call; each call waits for its answer. */
public final class NodeClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final Duration timeout;

    /** A client of the daemon at this address, whose requests may take half a minute: longer than any hold. */
    public NodeClient(URI base) {
        this(base, Duration.ofSeconds(30));
    }

    /** A client whose requests may take {@code timeout}. */
    public NodeClient(URI base, Duration timeout) {
        this.base = base;
        this.timeout = timeout;
    }

    /** The daemon's address. */
    public URI base() {
        return base;
    }

    /** GET. */
    public Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** POST of a JSON body. */
    public Answer post(String path, String body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** DELETE. */
    public Answer delete(String path, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = request(path).DELETE();
        headers.forEach(request::header);
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
    }

    private static Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What the daemon said. */
    public record Answer(int status, HttpHeaders headers, String body) {

        /** The body as JSON; a missing node if it is none. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                return MissingNode.getInstance();
            }
        }

        /** Whether the status is 2xx. */
        public boolean ok() {
            return status / 100 == 2;
        }
    }
}
