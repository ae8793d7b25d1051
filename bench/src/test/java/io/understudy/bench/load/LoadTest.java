package io.understudy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.understudy.bench.history.Call;
import io.understudy.bench.history.Linearizability;
import io.understudy.bench.history.Operation;
import io.understudy.bench.history.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of a small service with two doors: what they see is what it does, faults included. */
final class LoadTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final LoadSettings SETTINGS = new LoadSettings(4, Duration.ofMillis(2), 10, 10, "{}", 1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> made = new ConcurrentHashMap<>();
    private final Map<String, String> deleted = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int faultOneOf = Integer.MAX_VALUE;
    private volatile String fault = "";
    private List<HttpServer> doors;

    @BeforeEach
    void open() throws IOException {
        doors = List.of(door(), door());
    }

    @AfterEach
    void close() {
        doors.forEach(door -> door.stop(0));
        threads.shutdownNow();
    }

    @Test
    void createsReadsAndDeletesThroughAllDoors() {
        List<Operation> history = history();
        assertThat(history)
                .extracting(operation -> operation.call().getClass().getSimpleName())
                .contains("Create", "Get", "Delete");
        assertThat(history)
                .extracting(operation -> operation.outcome().getClass().getSimpleName())
                .contains("Exists", "Absent", "Deleted")
                .doesNotContain("Refused", "Unknown");
        assertThat(Linearizability.violations(history)).isEmpty();
    }

    @Test
    void oneMoreCallIsTakenDownWithThoseOfTheClients() {
        try (Load load = Load.start(addresses(), SETTINGS)) {
            Call create = new Call.Create("one more");
            Outcome first = load.ask(create, addresses().get(0));
            Outcome second = load.ask(create, addresses().get(1));
            load.end();
            assertThat(load.history())
                    .filteredOn(operation -> operation.call().equals(create))
                    .extracting(Operation::outcome)
                    .containsExactly(first, second);
            assertThat(first).isInstanceOf(Outcome.Exists.class).isEqualTo(second);
        }
    }

    @Test
    void asksAgainWithTheSameKeyWhenAConnectionBreaks() {
        fault = "break";
        faultOneOf = 7;
        try (Load load = Load.start(addresses(), SETTINGS)) {
            await().atMost(LIMIT)
                    .until(() -> load.failures().stream()
                                    .filter(what -> what.contains("Create"))
                                    .count()
                            > 3);
            faultOneOf = Integer.MAX_VALUE;
            load.end();
            List<Operation> history = load.history();
            assertThat(history)
                    .filteredOn(operation ->
                            operation.call() instanceof Call.Create && operation.outcome() instanceof Outcome.Unknown)
                    .isNotEmpty()
                    .allSatisfy(broken -> assertThat(history)
                            .anyMatch(again ->
                                    again.call().equals(broken.call()) && again.outcome() instanceof Outcome.Exists));
            assertThat(Linearizability.violations(history)).isEmpty();
        }
    }

    @Test
    void countsRefusalsAsFailures() {
        fault = "refuse";
        faultOneOf = 7;
        try (Load load = Load.start(addresses(), SETTINGS)) {
            await().atMost(LIMIT).until(() -> load.failures().size() > 10);
            assertThat(load.failures()).allMatch(what -> what.contains("503"));
            assertThat(load.history())
                    .noneMatch(operation -> operation.outcome() instanceof Outcome.Unknown unknown
                            && !unknown.why().equals("under way"));
            assertThat(Linearizability.violations(load.history())).isEmpty();
        }
    }

    @Test
    void seesAServiceThatForgets() {
        fault = "forget";
        faultOneOf = 20;
        assertThat(Linearizability.violations(history())).isNotEmpty();
    }

    private List<Operation> history() {
        try (Load load = Load.start(addresses(), SETTINGS)) {
            await().atMost(LIMIT).until(() -> load.done().stream().allMatch(done -> done > 80));
            load.end();
            assertThat(load.failures()).isEmpty();
            return load.history();
        }
    }

    private List<URI> addresses() {
        return doors.stream()
                .map(door -> URI.create("http://127.0.0.1:" + door.getAddress().getPort()))
                .toList();
    }

    private HttpServer door() throws IOException {
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(threads);
        door.createContext("/", this::handle);
        door.start();
        return door;
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean faulty = requests.incrementAndGet() % faultOneOf == 0;
        if (faulty && fault.equals("refuse")) {
            answer(exchange, 503, "{}");
            return;
        }
        synchronized (this) {
            serve(exchange, faulty);
        }
    }

    private void serve(HttpExchange exchange, boolean faulty) throws IOException {
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        String id = exchange.getRequestURI().getPath().replaceFirst("/batches/?", "");
        int status = 200;
        if (exchange.getRequestMethod().equals("POST")) {
            id = Integer.toString(made.computeIfAbsent(key, first -> made.size()));
            status = 201;
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            status = deleted.computeIfAbsent(id, first -> key).equals(key) ? 200 : 404;
        } else {
            status = deleted.containsKey(id) ? 404 : 200;
        }
        if (faulty && fault.equals("forget") && status == 200) {
            status = 404;
        }
        if (faulty && fault.equals("break")) {
            exchange.close();
        } else {
            answer(exchange, status, "{\"id\":" + id + ",\"state\":\"starting\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
