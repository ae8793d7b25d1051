package io.understudy.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.history.BatchState;
import io.understudy.bench.history.Call;
import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Call.Get;
import io.understudy.bench.history.History;
import io.understudy.bench.history.Outcome;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One client of a {@link Load}, on a thread of its own. */
final class LoadClient {

    private static final String KEY = "Idempotency-Key";

    private final int number;
    private final List<NodeClient> nodes;
    private final LoadSettings settings;
    private final KnownBatches batches;
    private final History history;
    private final Queue<String> failures;
    private final Random random;
    private final Thread thread;
    private final AtomicLong done = new AtomicLong();
    private volatile boolean ending;

    LoadClient(
            int number,
            List<NodeClient> nodes,
            LoadSettings settings,
            KnownBatches batches,
            History history,
            Queue<String> failures) {
        this.number = number;
        this.nodes = nodes;
        this.settings = settings;
        this.batches = batches;
        this.history = history;
        this.failures = failures;
        this.random = new Random(settings.seed() + number);
        this.thread = new Thread(this::work, "load-" + number);
    }

    void start() {
        thread.start();
    }

    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long done() {
        return done.get();
    }

    private void work() {
        long next = System.nanoTime();
        while (!ending) {
            carryOut(draw());
            done.incrementAndGet();
            next = Math.max(System.nanoTime(), next + settings.every().toNanos());
            pause(next);
        }
    }

    private Call draw() {
        OptionalLong batch = batches.any(random);
        if (batch.isEmpty() || random.nextInt(settings.createOneOf()) == 0) {
            return new Create(UUID.randomUUID().toString());
        }
        return random.nextInt(settings.deleteOneOf()) == 0
                ? new Delete(batch.getAsLong(), UUID.randomUUID().toString())
                : new Get(batch.getAsLong());
    }

    /** Through any node, and on through the next until there is an answer. */
    private void carryOut(Call call) {
        int node = random.nextInt(nodes.size());
        while (!attempt(call, nodes.get(node)) && !ending) {
            node = (node + 1) % nodes.size();
            pause(System.nanoTime() + settings.every().toNanos());
        }
    }

    private boolean attempt(Call call, NodeClient node) {
        Outcome outcome = ask(call, node);
        if (outcome instanceof Outcome.Unknown unknown) {
            failures.add(call + " through " + node.base() + ": " + unknown.why());
            return false;
        } else if (outcome instanceof Outcome.Refused refused) {
            failures.add(call + " through " + node.base() + ": " + refused.why());
            return false;
        }
        return true;
    }

    /** Makes one call and takes it down. */
    Outcome ask(Call call, NodeClient node) {
        History.Begun begun = history.begin(number, call);
        Outcome outcome;
        try {
            outcome = outcome(call, send(call, node));
        } catch (IOException e) {
            outcome = new Outcome.Unknown(e.toString());
        }
        begun.ended(outcome);
        if (outcome instanceof Outcome.Exists made && call instanceof Create) {
            batches.add(made.id());
        }
        return outcome;
    }

    private NodeClient.Answer send(Call call, NodeClient node) throws IOException {
        if (call instanceof Create create) {
            return node.post("/batches", settings.body(), Map.of(KEY, create.key()));
        } else if (call instanceof Delete delete) {
            return node.delete("/batches/" + delete.id(), Map.of(KEY, delete.key()));
        }
        return node.get("/batches/" + ((Get) call).id());
    }

    /**
     * What an answer tells. Nothing was done only where the service says so; whatever else nobody expects may have had its
     * effect.
     */
    static Outcome outcome(Call call, NodeClient.Answer answer) {
        boolean creates = call instanceof Create;
        boolean deletes = call instanceof Delete;
        if (answer.status() == (creates ? 201 : 200)) {
            return deletes ? new Outcome.Deleted() : exists(answer.json());
        } else if (answer.status() == 404 && !creates) {
            return new Outcome.Absent();
        } else if (answer.status() == 410 && creates) {
            return new Outcome.Gone();
        }
        String text = answer.status() + " " + answer.body().strip();
        boolean nothingDone = answer.status() == 503
                && answer.headers().firstValue("X-HA-Outcome").isEmpty();
        return nothingDone ? new Outcome.Refused(text) : new Outcome.Unknown(text);
    }

    private static Outcome exists(JsonNode batch) {
        try {
            return new Outcome.Exists(
                    batch.path("id").longValue(),
                    BatchState.of(batch.path("state").asText()));
        } catch (IllegalArgumentException e) {
            return new Outcome.Unknown("this is no batch: " + batch);
        }
    }

    private void pause(long until) {
        for (long left = until - System.nanoTime(); left > 0 && !ending; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
