package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.ha.membership.Glance;
import io.understudy.session.config.InvalidConfiguration;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that can be asked about a cluster from one place.
 *
 * @param nodes by id, in the order of the configuration; those that answer nothing are there without an answer
 * @param zooKeeper what it has; empty if it cannot be asked
 * @param withoutZooKeeper why it cannot be asked, as the end of a sentence; empty if it can
 */
record Examination(Map<String, Optional<Words>> nodes, Optional<Glance> zooKeeper, String withoutZooKeeper) {

    /**
     * What a node says.
     *
     * @param status of itself
     * @param cluster of all, as it sees them
     * @param config what it goes by
     */
    record Words(JsonNode status, JsonNode cluster, JsonNode config) {}

    /** Asks everybody. */
    static Examination of(Options options) throws Failure {
        Nodes nodes = options.nodes();
        Map<String, Optional<Words>> words = new LinkedHashMap<>();
        nodes.ids().forEach(id -> words.put(id, words(nodes, id)));
        try {
            return new Examination(words, Optional.of(SecondSource.ask(options).glance()), "");
        } catch (InvalidConfiguration | IOException e) {
            return new Examination(words, Optional.empty(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Examination(words, Optional.empty(), "interrupted");
        }
    }

    private static Optional<Words> words(Nodes nodes, String id) {
        return nodes.ask(id, "/ha/status")
                .flatMap(status -> nodes.ask(id, "/ha/cluster")
                        .flatMap(cluster ->
                                nodes.ask(id, "/ha/config").map(config -> new Words(status, cluster, config))));
    }

    /** Those that answer. */
    Map<String, Words> answering() {
        Map<String, Words> answering = new LinkedHashMap<>();
        nodes.forEach((id, words) -> words.ifPresent(said -> answering.put(id, said)));
        return answering;
    }
}
