package io.understudy.local.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.Daemons;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Looks at the daemons until something is so; every wait ends at one limit with a sentence. */
final class Watch {

    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Set<String> JOINED = Set.of("standby", "active");

    private final Daemons daemons;
    private final Duration limit;

    Watch(Daemons daemons, Duration limit) {
        this.daemons = daemons;
        this.limit = limit;
    }

    /** Something that is so, or not yet. */
    interface Condition<T> {
        Optional<T> look() throws IOException;
    }

    /** Waits until the condition holds. */
    <T> T until(String what, Condition<T> condition) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> seen = condition.look();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "waited " + limit.toSeconds() + " s for " + what + " in vain. The logs tell more: "
                                + daemons.file().path().resolveSibling("nodes"));
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    /** The node that serves, as soon as one does. */
    String active() throws IOException {
        return until("a node to become active", () -> {
            for (ClusterFile.Node node : daemons.file().nodes()) {
                if (status(node).path("serving").asBoolean()) {
                    return Optional.of(node.id());
                }
            }
            return Optional.empty();
        });
    }

    /** Waits until a node is standby or active, and returns which. */
    String joined(String id) throws IOException {
        return until(
                id + " to join",
                () -> Optional.of(status(daemons.file().node(id)).path("role").asText())
                        .filter(JOINED::contains));
    }

    private static JsonNode status(ClusterFile.Node node) {
        try {
            return new NodeClient(node.http(), Duration.ofSeconds(5))
                    .get("/ha/status")
                    .json();
        } catch (IOException down) {
            return MissingNode.getInstance();
        }
    }
}
