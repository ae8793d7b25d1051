package io.understudy.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks all nodes again and again whether they serve, and takes down who claims to. A claim is false if a later term had
 * been heard of before the question was sent: whatever time lay between question and answer cannot excuse that.
 */
final class Witness implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST_UNDER_WAY = 4;

    private final Stage stage;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Semaphore> places = new TreeMap<>();
    private final AtomicLong latest = new AtomicLong();
    private final Queue<Claim> claims = new ConcurrentLinkedQueue<>();

    /**
     * A node's word that it serves.
     *
     * @param epoch in which, if it named one
     * @param heardOf the latest epoch in which anybody had claimed to serve when it was asked
     */
    record Claim(String node, OptionalLong epoch, long heardOf) {

        /** Nobody serves in a term that another has won, nor in one that was over when it was asked. */
        boolean isTrue(StoreLog log) {
            return epoch.isPresent()
                    ? epoch.getAsLong() >= heardOf && log.isOf(node, epoch.getAsLong())
                    : log.hasWon(node, heardOf);
        }
    }

    private Witness(Stage stage) {
        this.stage = stage;
        stage.ids().forEach(id -> places.put(id, new Semaphore(MOST_UNDER_WAY)));
    }

    /** Begins to ask. */
    static Witness of(Stage stage) {
        Witness witness = new Witness(stage);
        var unused = witness.clock.scheduleAtFixedRate(witness::askAll, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return witness;
    }

    private void askAll() {
        places.forEach((node, place) -> {
            if (place.tryAcquire()) {
                var unused = ask(node).whenComplete((done, failure) -> place.release());
            }
        });
    }

    /** Asks one node both questions now; what it says counts when it comes. */
    CompletableFuture<Void> ask(String node) {
        long heardOf = latest.get();
        CompletableFuture<Void> status = send(node, "/ha/status").thenAccept(answer -> {
            JsonNode said = json(answer.body());
            if (said.path("serving").asBoolean()) {
                long epoch = said.path("epoch").asLong();
                claims.add(new Claim(node, OptionalLong.of(epoch), heardOf));
                latest.accumulateAndGet(epoch, Math::max);
            }
        });
        CompletableFuture<Void> probe = send(node, "/ha/active").thenAccept(answer -> {
            if (answer.statusCode() == 200) {
                claims.add(new Claim(node, OptionalLong.empty(), heardOf));
            }
        });
        return CompletableFuture.allOf(status, probe);
    }

    private CompletableFuture<HttpResponse<String>> send(String node, String path) {
        HttpRequest request = HttpRequest.newBuilder(stage.node(node).http().resolve(path))
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }

    /** Claims that the log of the store gives the lie. */
    List<Claim> falseClaims(StoreLog log) {
        List<Claim> wrong = new ArrayList<>(claims);
        wrong.removeIf(claim -> claim.isTrue(log));
        return wrong;
    }

    /** How many claims were heard. */
    int heard() {
        return claims.size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
