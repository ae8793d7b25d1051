package io.understudy.ha.admin;

import io.understudy.ha.gateway.Traffic;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /ha/status}: what this node says of itself. Fields are only ever added. */
final class StatusReport {

    private final Standing.Identity identity;
    private final Standing standing;
    private final Traffic traffic;
    private final ControlDesk desk;

    StatusReport(Standing.Identity identity, Standing standing, Traffic traffic, ControlDesk desk) {
        this.identity = identity;
        this.standing = standing;
        this.traffic = traffic;
        this.desk = desk;
    }

    /** The role as it may be told: nobody is active whose gate is shut. */
    String role() {
        NodeStatus status = standing.status();
        return status.role(standing.serves(status));
    }

    /** Whether this node serves at this moment. */
    boolean isServing() {
        return standing.serves(standing.status());
    }

    Map<String, @Nullable Object> asJson() {
        NodeStatus status = standing.status();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("cluster", identity.cluster());
        json.put("node", identity.node());
        boolean serving = standing.serves(status);
        json.put("role", status.role(serving));
        json.put("serving", serving);
        json.put("epoch", status.epoch().number());
        json.put("leaseMs", Math.max(0, standing.leaseLeft().toMillis()));
        json.put("active", active());
        json.put("zookeeper", standing.cluster().zookeeper());
        json.put("since", status.since().toString());
        json.put("version", identity.version());
        json.put("configHash", identity.configHash());
        json.put("http", identity.http().toString());
        json.put("tags", identity.equipment().tags());
        json.put("clockOffsetMs", standing.clockOffset().map(Duration::toMillis).orElse(null));
        json.put("held", traffic.held());
        json.put("forwarding", traffic.forwarding());
        json.put("paused", desk.paused().map(StatusReport::paused).orElse(null));
        json.put("control", desk.entries().stream().map(StatusReport::control).toList());
        Map<String, Integer> figures = standing.figures();
        json.put("store", figures.isEmpty() ? null : new TreeMap<>(figures));
        OptionalInt format = standing.cluster().storeFormat();
        json.put("storeFormat", format.isPresent() ? format.getAsInt() : null);
        json.put("candidate", status.candidate());
        json.put("reasons", reasons(status));
        return json;
    }

    private List<String> reasons(NodeStatus status) {
        List<String> reasons = new ArrayList<>(status.reasons());
        status.retryAt().ifPresent(at -> reasons.add("tries again at " + at));
        reasons.addAll(standing.problems());
        reasons.addAll(standing.warnings());
        return reasons;
    }

    private @Nullable Object active() {
        ClusterView.ActiveNode active = standing.cluster().active().orElse(null);
        return active == null
                ? null
                : Map.of("node", active.node(), "http", active.http().toString());
    }

    static Map<String, Object> paused(ControlDesk.Paused paused) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("until", paused.until().toString());
        json.put("by", paused.by());
        json.put("reason", paused.reason());
        json.put("id", paused.id());
        return json;
    }

    static Map<String, @Nullable Object> control(ControlDesk.Entry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("kind", entry.kind());
        json.put("epoch", entry.epoch().number());
        json.put("to", entry.to().orElse(null));
        json.put("by", entry.by());
        json.put("at", entry.at().toString());
        json.put("fate", entry.fate());
        return json;
    }
}
