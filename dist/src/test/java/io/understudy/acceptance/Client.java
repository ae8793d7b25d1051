package io.understudy.acceptance;

import static org.awaitility.Awaitility.await;

import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client that works all the time through one node, on a thread of its own: it posts a batch, asks for it until it has
 * ended, and posts the next. It notes whatever is not answered 2xx.
 */
final class Client implements AutoCloseable {

    private final NodeClient node;
    private final Thread thread;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean closed;
    private volatile double slowest;

    private Client(NodeClient node) {
        this.node = node;
        this.thread = new Thread(this::work, "client of " + node.base());
        thread.start();
    }

    /** Begins to work through {@code node}. */
    static Client of(NodeClient node) {
        return new Client(node);
    }

    /** What was not answered 2xx, as it was seen. */
    List<String> failures() {
        return failures;
    }

    /** The ids of the batches that were answered 201. */
    List<Integer> batches() {
        return batches;
    }

    int answers() {
        return answers.get();
    }

    /** Seconds that the slowest answer took. */
    double slowest() {
        return slowest;
    }

    /** Waits for {@code more} answers, whatever they say. */
    void awaitAnswers(int more) {
        int wanted = answers() + more;
        await("answers of " + node.base()).atMost(Stage.LIMIT).until(() -> answers() >= wanted);
    }

    /** Ends after the answer that it waits for. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void work() {
        while (!closed) {
            NodeClient.Answer posted = ask(
                    "POST",
                    () -> node.post(
                            "/batches",
                            Stage.body("true"),
                            Map.of("Idempotency-Key", UUID.randomUUID().toString())));
            if (posted != null) {
                follow(posted.json().path("id").asInt());
            }
        }
    }

    private void follow(int batch) {
        batches.add(batch);
        String state = "";
        while (!closed && !List.of("success", "dead", "killed").contains(state)) {
            NodeClient.Answer answer = ask("GET of " + batch, () -> node.get("/batches/" + batch));
            state = answer == null ? state : answer.json().path("state").asText();
        }
    }

    private NodeClient.@Nullable Answer ask(String what, Request request) {
        long begin = System.nanoTime();
        NodeClient.Answer answer = null;
        try {
            answer = request.send();
        } catch (IOException e) {
            failures.add(what + " through " + node.base() + ": " + e);
        }
        slowest = Math.max(slowest, (System.nanoTime() - begin) / 1e9);
        answers.incrementAndGet();
        if (answer != null && !answer.ok()) {
            failures.add(what + " through " + node.base() + ": " + answer.status() + " " + answer.body());
            return null;
        }
        return answer;
    }

    @FunctionalInterface
    private interface Request {

        NodeClient.Answer send() throws IOException;
    }
}
