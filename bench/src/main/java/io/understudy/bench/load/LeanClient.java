package io.understudy.bench.load;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.RoundRobinConnectionPool;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP clients that take as little as they can of the processors that they share with what they measure: one selector, and
 * whatever is done with an answer is done where it was read. Nothing in their callbacks may block.
 */
final class LeanClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int THREADS = 4;

    private LeanClient() {}

    /**
     * Starts one.
     *
     * @param connections to each node at most; all of them are used in turn
     */
    static HttpClient start(String name, int connections) {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        transport.setConnectionPoolFactory(node -> new RoundRobinConnectionPool(node, connections, 1));
        HttpClient client = new HttpClient(transport);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setConnectTimeout(CONNECT.toMillis());
        client.setMaxConnectionsPerDestination(connections);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        return client;
    }
}
