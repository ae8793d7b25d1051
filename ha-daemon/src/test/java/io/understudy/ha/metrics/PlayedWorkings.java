package io.understudy.ha.metrics;

import io.understudy.ha.admin.PlayedNode;
import io.understudy.ha.node.NodeCounts;
import io.understudy.ha.node.Phases;
import io.understudy.ha.node.WriteCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a node has counted, as a test says; and the metrics of a played node. */
final class PlayedWorkings implements Workings {

    static final Phases PHASES = new Phases(
            Instant.ofEpochMilli(1_000),
            Instant.ofEpochMilli(1_020),
            Instant.ofEpochMilli(1_320),
            Instant.ofEpochMilli(1_330));

    private static final List<String> STATES =
            List.of("requested", "submitting", "starting", "running", "success", "dead", "killed");
    private static final List<String> RESULTS = List.of("accepted", "refused", "not_sent", "unknown");

    final PlayedNode node = new PlayedNode();
    final ProcessMeters process = new ProcessMeters(PlayedNode.IDENTITY);
    final Metrics metrics = new Metrics(PlayedNode.IDENTITY, node, node, node, this, process);
    NodeCounts counts = new NodeCounts(Map.of("standby", 2L), new WriteCounts(11, 12, 13, 14));
    Optional<Business> business = Optional.empty();

    /** The metrics of a node that serves and does everything of which there is a number. */
    static PlayedWorkings inOffice() {
        PlayedWorkings played = new PlayedWorkings();
        played.node.role = "active";
        played.node.gateOpen = true;
        played.node.figures = Map.of("sessions", 7, "unfinished", 2, "setAside", 1, "tombstones", 4, "largestShard", 3);
        played.business = Optional.of(new Business(
                STATES.stream().collect(Collectors.toMap(state -> state, String::length)),
                List.of(submissions("command"), submissions("spark")),
                9,
                Duration.ofMillis(250),
                Duration.ofSeconds(90)));
        played.process.tookOver(PHASES);
        return played;
    }

    private static Business.Submissions submissions(String kind) {
        return new Business.Submissions(
                kind, 3, 1, RESULTS.stream().collect(Collectors.toMap(result -> result, result -> 8L)));
    }

    Exposition exposition() {
        return Exposition.of(metrics.text());
    }

    @Override
    public NodeCounts counts() {
        return counts;
    }

    @Override
    public Optional<Business> business() {
        return business;
    }
}
