package io.understudy.bench.load;

import io.understudy.bench.history.Call;
import io.understudy.bench.history.History;
import io.understudy.bench.history.Operation;
import io.understudy.bench.history.Outcome;
import io.understudy.local.daemons.NodeClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Clients that create, read and delete batches through all nodes in turn, with keys, until they are told to end. Whatever is
 * not answered is asked again with the same key through the next node; it counts as failed nevertheless.
 */
public final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final History history = new History(System::nanoTime);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<LoadClient> clients = new ArrayList<>();
    private final KnownBatches batches = new KnownBatches();
    private final LoadSettings settings;

    private Load(LoadSettings settings) {
        this.settings = settings;
    }

    /** Begins. */
    public static Load start(List<URI> nodes, LoadSettings settings) {
        Load load = new Load(settings);
        List<NodeClient> doors =
                nodes.stream().map(node -> new NodeClient(node, PATIENCE)).toList();
        for (int i = 0; i < settings.clients(); i++) {
            load.clients.add(new LoadClient(i, doors, settings, load.batches, load.history, load.failures));
        }
        load.clients.forEach(LoadClient::start);
        return load;
    }

    /** Requests that had no answer that a client can work with: broken, late, or of a status that nobody expects. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * One call through one node by one more client, on the thread of the caller; it is taken down with those of the others.
     * What is not answered is not asked again, and does not count as failed.
     */
    public Outcome ask(Call call, URI node) {
        NodeClient door = new NodeClient(node, PATIENCE);
        return new LoadClient(clients.size(), List.of(door), settings, batches, history, new ConcurrentLinkedQueue<>())
                .ask(call, door);
    }

    /** What all clients have seen so far. */
    public List<Operation> history() {
        return history.operations();
    }

    /** How many operations each client has behind it, whatever became of them. */
    public List<Long> done() {
        return clients.stream().map(LoadClient::done).toList();
    }

    /** How long the slowest answer took, in seconds. */
    public double slowest() {
        return history().stream()
                .mapToDouble(operation -> (operation.ended() - operation.begun()) / 1e9)
                .max()
                .orElse(0);
    }

    /** Returns when every client has had the answer that it waits for; none begins anything more. */
    public void end() {
        clients.forEach(LoadClient::end);
        clients.forEach(LoadClient::join);
    }

    @Override
    public void close() {
        end();
    }
}
