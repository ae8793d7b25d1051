package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Sends requests to the node that is active and brings back what came of it. Any thread may call; nothing blocks. */
final class Forwarder {

    /** Answers up to this length are taken in whole before their first byte goes out. */
    static final int WHOLE_ANSWER_BYTES = 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(25);
    private static final int CONNECTIONS = 256;
    private static final int THREADS = 32;
    private static final int QUEUED = 512;

    /** Requests that may be under way: on a connection, or waiting for one. */
    static final int PLACES = CONNECTIONS + QUEUED;

    /** All that have a place may wait at the same time, and the nodes' own questions beside them. */
    private static final int LONGEST_QUEUE = PLACES + 64;

    private final HttpClient client;
    private final Duration silence;
    private final AnswerMemory memory;
    private final LongSupplier nanoTime;
    private final AtomicInteger places = new AtomicInteger();
    private final Set<Flight> flights = ConcurrentHashMap.newKeySet();

    /**
     * @param silence how long the other node may stay silent in the midst of an answer
     * @param memory for answers
     */
    Forwarder(Duration silence, AnswerMemory memory, LongSupplier nanoTime) {
        this.silence = silence;
        this.memory = memory;
        this.nanoTime = nanoTime;
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setConnectTimeout(CONNECT);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        client = new HttpClient(transport);
        client.setName("gateway-client");
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("gateway-client");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setIdleTimeout(IDLE_CONNECTION.toMillis());
        client.setConnectTimeout(CONNECT.toMillis());
        client.setMaxConnectionsPerDestination(CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(LONGEST_QUEUE);
        client.setMaxResponseHeadersSize(32 * 1024);
    }

    /** Starts the client. What it learned from servers it forgets: it passes on, it does not take part. */
    void start() throws Exception {
        client.start();
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
    }

    /** Stops the client; what is under way ends as {@link Upstream.Broken}. */
    void stop() {
        LifeCycle.stop(client);
    }

    /** Opens a connection, so that the first request does not wait for it. */
    void warm(URI node) {
        fetch(node.resolve("/ha/livez"), CONNECT, answer -> {});
    }

    /** Fetches a short answer within {@code limit}; empty if there was none. */
    void fetch(URI address, Duration limit, Consumer<Optional<Reply>> reply) {
        send(client.newRequest(address), limit, reply);
    }

    /** The same over connections of its own: it waits for no request that is under way. */
    void ask(URI address, Duration limit, Consumer<Optional<Reply>> reply) {
        send(client.newRequest(address).tag("question"), limit, reply);
    }

    private static void send(Request request, Duration limit, Consumer<Optional<Reply>> reply) {
        request.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        var unused = new CompletableResponseListener(request, WHOLE_ANSWER_BYTES)
                .send()
                .whenComplete((answer, failure) -> {
                    Optional<ContentResponse> came = Optional.ofNullable(answer);
                    reply.accept(
                            came.map(a -> new Reply(a.getStatus(), EndToEnd.ofAnswer(a.getHeaders()), a.getContent())));
                });
    }

    /** How many requests are under way. */
    int underWay() {
        return flights.size();
    }

    /** Gives up waiting for answers of terms before {@code epoch}: those nodes may be gone without a word. */
    void abandonBefore(Epoch epoch) {
        flights.forEach(flight -> flight.abandonBefore(epoch));
    }

    /** Gives up waiting for answers whose time is up. Called now and then. */
    void abandonLate() {
        long now = nanoTime.getAsLong();
        flights.forEach(flight -> flight.abandonIfLate(now));
    }

    /** Takes the place of one request; false if as many as may be are under way. */
    boolean reserve() {
        if (places.incrementAndGet() > PLACES) {
            places.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back that {@link #forward} did not use. */
    void cancelReservation() {
        places.decrementAndGet();
    }

    /**
     * Sends {@code request} with the signed {@code mark} to {@code active}; uses up a reservation. Replies exactly once.
     *
     * @param deadline until when an answer must have come, or have begun if it is a long one
     */
    void forward(EdgeRequest request, String mark, ActiveNode active, long deadline, Consumer<Upstream> reply) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - nanoTime.getAsLong()));
        Request out = client.newRequest(active.http())
                .method(request.method())
                .path(request.target())
                .headers(fields -> {
                    request.headers().forEach(fields::put);
                    fields.put(Mark.HEADER, mark);
                    fields.put(Mark.PATIENCE_HEADER, left);
                })
                .idleTimeout(silence.toMillis(), TimeUnit.MILLISECONDS);
        if (request.body().length > 0) {
            out.body(new BytesRequestContent(request.body()));
        }
        Flight flight = new Flight(out, active.epoch(), deadline, memory.share(), reply);
        flights.add(flight);
        flight.send(() -> {
            flights.remove(flight);
            places.decrementAndGet();
        });
    }
}
