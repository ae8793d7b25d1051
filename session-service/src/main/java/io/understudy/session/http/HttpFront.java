package io.understudy.session.http;

import io.understudy.session.auth.Authenticator;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP port of the service alone. */
public final class HttpFront implements AutoCloseable {

    private static final UriCompliance UNDECODED = UriCompliance.RFC3986.with(
            "UNDECODED",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER);
    private static final int THREADS = 16;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);

    private final Server server;
    private final ServerConnector connector;

    private HttpFront(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Opens the port and begins to answer whoever asks. */
    public static HttpFront open(String host, int port, BatchApi api) throws IOException {
        return open(host, port, api, Authenticator.NONE);
    }

    /**
     * Opens the port and begins to answer.
     *
     * @param host name or address to listen on
     * @param port 0 for any free one
     * @param authenticator finds out who asks
     * @throws IOException with a sentence for the operator, if the port cannot be had
     */
    public static HttpFront open(String host, int port, BatchApi api, Authenticator authenticator) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(new BatchHandler(api, authenticator)));
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(LAST_ANSWERS.toMillis());
        listen(connector, host, port);
        HttpFront front = new HttpFront(server, connector);
        front.start();
        return front;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // Paths are decoded by the API, segment by segment: nothing in them is ambiguous to it.
        configuration.setUriCompliance(UNDECODED);
        return configuration;
    }

    private static void listen(ServerConnector connector, String host, int port) throws IOException {
        try {
            connector.open();
        } catch (IOException refused) {
            boolean taken = refused instanceof BindException || refused.getCause() instanceof BindException;
            throw new IOException(
                    "cannot listen on %s:%d, because %s; end what listens there, or correct session.http.address"
                            .formatted(
                                    host,
                                    port,
                                    taken
                                            ? "it is taken or not an address of this host"
                                            : String.valueOf(refused.getMessage())));
        }
    }

    private void start() throws IOException {
        try {
            server.start();
        } catch (Exception failed) {
            throw new IOException("the HTTP server did not start: " + failed.getMessage(), failed);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Refuses new requests, waits a while for the last answers to go out, then closes the port. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IOException("the HTTP server did not stop: " + failed.getMessage(), failed);
        }
    }
}
