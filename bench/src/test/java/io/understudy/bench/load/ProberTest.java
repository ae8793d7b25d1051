package io.understudy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prober goes on asking while nobody answers, within its bound, and notes the first wanted answer. */
final class ProberTest {

    private static final Duration EVERY = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST = 3;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<HttpExchange> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 503;
    private volatile boolean holding;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void notesWhenTheFirstWantedAnswerCame() throws Exception {
        try (Prober prober = Prober.start(List.of(probe()), EVERY)) {
            assertThat(prober.awaitAnswers(LIMIT)).isTrue();
            assertThat(prober.firstWanted("it")).isEmpty();
            long before = System.nanoTime();
            status = 200;
            assertThat(prober.awaitWanted(LIMIT)).isTrue();
            assertThat(prober.awaitSomeWanted(LIMIT)).isTrue();
            assertThat(prober.firstWanted("it").orElseThrow()).isBetween(before, System.nanoTime());
            assertThat(prober.others()).containsOnlyKeys("it 503");
        }
    }

    @Test
    void asksNoMoreWhenItHasItsAnswer() throws Exception {
        status = 200;
        try (Prober prober = Prober.start(List.of(probe()), EVERY)) {
            assertThat(prober.awaitWanted(LIMIT)).isTrue();
            int before = asked.get();
            awaitTicks();
            assertThat(asked.get() - before).isLessThanOrEqualTo(MOST);
        }
    }

    @Test
    void asksOnWhileNothingIsAnsweredUpToItsBound() throws Exception {
        holding = true;
        try (Prober prober = Prober.start(List.of(probe()), EVERY)) {
            await().atMost(LIMIT).until(() -> held.size() == MOST);
            awaitTicks();
            assertThat(asked.get()).isEqualTo(MOST);
            status = 200;
            release();
            assertThat(prober.awaitWanted(LIMIT)).isTrue();
        }
    }

    @Test
    void countsBrokenConnections() {
        server.stop(0);
        try (Prober prober = Prober.start(List.of(probe()), EVERY)) {
            await().atMost(LIMIT)
                    .until(() -> prober.others().keySet().stream().anyMatch(what -> what.contains("ConnectException")));
        }
    }

    private Probe probe() {
        return new Probe("it", http -> request(http, "/"), answer -> answer.getStatus() == 200, MOST);
    }

    /** Until another prober has asked a few times: this one had time for it, too. */
    private void awaitTicks() {
        Probe other = new Probe("other", http -> request(http, "/other"), answer -> false, 1);
        try (Prober clock = Prober.start(List.of(other), EVERY)) {
            await().atMost(LIMIT).until(() -> clock.others().getOrDefault("other 404", 0) > 5);
        }
    }

    private Request request(HttpClient http, String path) {
        return http.newRequest(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/other")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        asked.incrementAndGet();
        if (holding) {
            held.add(exchange);
        } else {
            answer(exchange);
        }
    }

    private void release() throws IOException {
        for (HttpExchange next = held.poll(); next != null; next = held.poll()) {
            answer(next);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
