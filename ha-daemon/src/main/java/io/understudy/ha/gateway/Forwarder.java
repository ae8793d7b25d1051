package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.BodyReader.Body;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.component.LifeCycle;
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

    private final HttpClient client;
    private final Duration answerWithin;
    private final Set<Flight> flights = ConcurrentHashMap.newKeySet();

    /**
     * @param answerWithin how long the other node may stay silent before nobody waits for it any longer
     */
    Forwarder(Duration answerWithin) {
        this.answerWithin = answerWithin;
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setConnectTimeout(CONNECT);
        client = new HttpClient(new HttpClientTransportOverHTTP(connector));
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
        client.setMaxRequestsQueuedPerDestination(QUEUED);
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
        flights.stream().filter(flight -> flight.epoch.isBefore(epoch)).forEach(Flight::abandon);
    }

    /** Sends {@code request} with the signed {@code mark} to {@code active}. Replies exactly once. */
    void forward(EdgeRequest request, String mark, ActiveNode active, Consumer<Upstream> reply) {
        Request out = client.newRequest(active.http())
                .method(request.method())
                .path(request.target())
                .headers(fields -> addHeaders(fields, request.headers(), mark))
                .idleTimeout(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        if (request.body().length > 0) {
            out.body(new BytesRequestContent(request.body()));
        }
        new Flight(out, active.epoch(), reply).send();
    }

    private static void addHeaders(HttpFields.Mutable fields, Map<String, String> headers, String mark) {
        headers.forEach(fields::put);
        fields.put(Mark.HEADER, mark);
    }

    /** One request under way. */
    private final class Flight {

        private final Request request;
        private final Epoch epoch;
        private final Consumer<Upstream> reply;
        private final AtomicBoolean replied = new AtomicBoolean();
        private volatile boolean begun;

        Flight(Request request, Epoch epoch, Consumer<Upstream> reply) {
            this.request = request;
            this.epoch = epoch;
            this.reply = reply;
        }

        void send() {
            flights.add(this);
            request.onRequestBegin(r -> begun = true)
                    .onResponseContentSource(this::read)
                    .send(result -> {
                        flights.remove(this);
                        if (result.isFailed()) {
                            failed(result.getFailure());
                        } else {
                            answered(head(result.getResponse()), new byte[0]);
                        }
                    });
        }

        void abandon() {
            CompletableFuture<Boolean> unused = request.abort(new IllegalStateException("another node is active now"));
        }

        private void read(Response response, Content.Source source) {
            Upstream.Head head = head(response);
            new BodyReader(source, WHOLE_ANSWER_BYTES, body -> {
                        if (body instanceof Body.Whole whole) {
                            answered(head, whole.bytes());
                        } else if (body instanceof Body.Longer longer) {
                            reply(new Upstream.Streaming(head, longer.begin(), source));
                        } else if (body instanceof Body.Broken broken) {
                            failed(broken.why());
                        }
                    })
                    .run();
        }

        private void answered(Upstream.Head head, byte[] body) {
            reply(new Upstream.Answered(head, new Reply(head.status(), head.headers(), body)));
        }

        private void failed(Throwable why) {
            String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
            if (begun) {
                reply(new Upstream.Broken(text));
            } else if (why instanceof RejectedExecutionException) {
                reply(new Upstream.TurnedAway("too many requests are under way"));
            } else {
                reply(new Upstream.NotProcessed(text));
            }
        }

        private void reply(Upstream upstream) {
            if (replied.compareAndSet(false, true)) {
                reply.accept(upstream);
            }
        }

        /** The length of an answer to HEAD has no body to be counted from. */
        private Map<String, String> headers(Response response) {
            Map<String, String> headers = EndToEnd.ofAnswer(response.getHeaders());
            String length = response.getHeaders().get(HttpHeader.CONTENT_LENGTH);
            if (request.getMethod().equals("HEAD") && length != null) {
                headers.put("Content-Length", length);
            }
            return headers;
        }

        private Upstream.Head head(Response response) {
            HttpFields fields = response.getHeaders();
            HttpField epochField = fields.getField("X-HA-Epoch");
            HttpField nodeField = fields.getField("X-HA-Node");
            return new Upstream.Head(
                    response.getStatus(),
                    epochField == null ? -1 : epochField.getLongValue(),
                    nodeField == null || nodeField.getValue() == null ? "" : nodeField.getValue(),
                    fields.contains("X-HA-Outcome"),
                    headers(response));
        }
    }
}
