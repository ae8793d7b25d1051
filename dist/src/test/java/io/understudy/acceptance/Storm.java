package io.understudy.acceptance;

import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One POST with one idempotency key, many times at once, through all nodes in turn. */
final class Storm implements AutoCloseable {

    private final ExecutorService threads;
    private final CountDownLatch first;
    private final List<Future<Result>> results = new ArrayList<>();

    /**
     * What became of one request.
     *
     * @param answer empty if the connection broke
     */
    record Result(String node, Optional<NodeClient.Answer> answer) {

        boolean has(int status) {
            return answer.filter(given -> given.status() == status).isPresent();
        }

        /** The term that answered. */
        long epoch() {
            return answer.orElseThrow().headers().firstValueAsLong("X-HA-Epoch").orElse(0);
        }

        int id() {
            return answer.orElseThrow().json().path("id").asInt(-1);
        }
    }

    private Storm(int requests, int first) {
        this.threads = Executors.newFixedThreadPool(requests);
        this.first = new CountDownLatch(first);
    }

    /**
     * Sends all requests at the same moment and returns.
     *
     * @param first of how many answers {@link #awaitFirst} tells
     */
    static Storm of(Stage stage, int requests, String script, String key, int first) {
        Storm storm = new Storm(requests, first);
        CountDownLatch ready = new CountDownLatch(requests);
        for (int i = 0; i < requests; i++) {
            String node = stage.ids().get(i % stage.ids().size());
            NodeClient client = stage.client(node);
            storm.results.add(storm.threads.submit(() -> {
                ready.countDown();
                ready.await();
                return storm.send(node, client, script, key);
            }));
        }
        return storm;
    }

    private Result send(String node, NodeClient client, String script, String key) {
        try {
            return new Result(
                    node, Optional.of(client.post("/batches", Stage.body(script), Map.of("Idempotency-Key", key))));
        } catch (IOException broken) {
            return new Result(node, Optional.empty());
        } finally {
            first.countDown();
        }
    }

    /** Waits until the first few were answered. */
    void awaitFirst() throws InterruptedException {
        if (!first.await(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no answers");
        }
    }

    /** Waits for all answers. */
    List<Result> results() throws InterruptedException, ExecutionException {
        List<Result> all = new ArrayList<>();
        for (Future<Result> result : results) {
            all.add(result.get());
        }
        return all;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
