package io.understudy.ha.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.gateway.Traffic;
import io.understudy.ha.node.ClusterView;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the other nodes what they say of themselves, all at once and not for long, and remembers the last answers. */
final class Peers {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Standing.Identity identity;
    private final ClusterView cluster;
    private final Traffic traffic;
    private final Map<String, Seen> last = new ConcurrentHashMap<>();

    /**
     * The last words of a node.
     *
     * @param status its {@code /ha/status}
     * @param at when it was heard
     * @param reachable whether it answered when it was last asked
     */
    record Seen(Map<String, @Nullable Object> status, Instant at, boolean reachable) {}

    Peers(Standing.Identity identity, ClusterView cluster, Traffic traffic) {
        this.identity = identity;
        this.cluster = cluster;
        this.traffic = traffic;
    }

    /** Asks all others. Replies exactly once, with what is known of each that ever answered. */
    void ask(Consumer<Map<String, Seen>> reply) {
        Map<String, URI> addresses = addresses();
        AtomicInteger open = new AtomicInteger(addresses.size());
        if (addresses.isEmpty()) {
            reply.accept(Map.of());
        }
        addresses.forEach((id, address) -> ask(id, address, () -> {
            if (open.decrementAndGet() == 0) {
                reply.accept(Map.copyOf(last));
            }
        }));
    }

    /** Asks one node. Replies exactly once; empty if it does not answer. */
    void ask(String id, Consumer<Optional<Map<String, @Nullable Object>>> reply) {
        URI address = addresses().get(id);
        if (address == null) {
            reply.accept(Optional.empty());
            return;
        }
        traffic.fetch(address.resolve("/ha/status"), LIMIT, answer -> reply.accept(answer.flatMap(Peers::parse)));
    }

    private void ask(String id, URI address, Runnable done) {
        traffic.fetch(address.resolve("/ha/status"), LIMIT, answer -> {
            Optional<Map<String, @Nullable Object>> status = answer.flatMap(Peers::parse);
            if (status.isPresent()) {
                last.put(id, new Seen(status.get(), Instant.now(), true));
            } else {
                last.computeIfPresent(id, (node, seen) -> new Seen(seen.status(), seen.at(), false));
            }
            done.run();
        });
    }

    private Map<String, URI> addresses() {
        Map<String, URI> addresses = new LinkedHashMap<>(identity.nodes());
        cluster.members().forEach(member -> addresses.put(member.node(), member.http()));
        addresses.remove(identity.node());
        return addresses;
    }

    private static Optional<Map<String, @Nullable Object>> parse(Reply reply) {
        try {
            return reply.status() == 200
                    ? Optional.of(JSON.readValue(
                            reply.body(), new TypeReference<LinkedHashMap<String, @Nullable Object>>() {}))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
