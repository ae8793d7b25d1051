package io.understudy.local.daemons;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Looks at the daemons until something is so; every wait ends at one limit with a sentence. */
public final class Watch {

    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Set<String> JOINED = Set.of("standby", "active");

    private final Daemons daemons;
    private final Duration limit;

    /** @param limit of every wait */
    public Watch(Daemons daemons, Duration limit) {
        this.daemons = daemons;
        this.limit = limit;
    }

    /** Something that is so, or not yet. */
    public interface Condition<T> {

        /** What is so, or empty. */
        Optional<T> look() throws IOException;
    }

    /** Waits until the condition holds. */
    public <T> T until(String what, Condition<T> condition) throws IOException {
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
    public String active() throws IOException {
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
    public String joined(String id) throws IOException {
        return until(
                id + " to join",
                () -> Optional.of(status(daemons.file().node(id)).path("role").asText())
                        .filter(JOINED::contains));
    }

    /** {@code /ha/status} of a node; a missing node if it does not answer. */
    public static JsonNode status(ClusterFile.Node node) {
        try {
            return new NodeClient(node.http(), Duration.ofSeconds(5))
                    .get("/ha/status")
                    .json();
        } catch (IOException down) {
            return MissingNode.getInstance();
        }
    }
}
