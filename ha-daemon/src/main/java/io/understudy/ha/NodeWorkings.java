package io.understudy.ha;

import io.understudy.ha.metrics.Business;
import io.understudy.ha.metrics.Workings;
import io.understudy.ha.node.Node;
import io.understudy.ha.node.NodeCounts;
import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.SessionState;
import io.understudy.session.service.SessionService;
import io.understudy.session.service.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a node and its session service count and publish, as the metrics want it. */
record NodeWorkings(Node node, SessionService sessions) implements Workings {

    @Override
    public NodeCounts counts() {
        return node.counts();
    }

    @Override
    public Optional<Business> business() {
        return node.gate().isOpen() ? sessions.workload().map(NodeWorkings::business) : Optional.empty();
    }

    private static Business business(Workload workload) {
        Map<String, Integer> states = new HashMap<>();
        for (SessionState state : SessionState.values()) {
            states.put(state.label(), workload.sessions().getOrDefault(state, 0));
        }
        return new Business(
                states,
                workload.submissions().entrySet().stream()
                        .map(entry -> submissions(entry.getKey(), entry.getValue()))
                        .toList(),
                workload.recovered(),
                workload.recovery(),
                Duration.ofNanos(System.nanoTime() - workload.yarnAnsweredAt()));
    }

    private static Business.Submissions submissions(Kind kind, Workload.Submitting submitting) {
        Map<String, Long> ended = new HashMap<>();
        submitting.ended().forEach((result, count) -> ended.put(result.label(), count));
        return new Business.Submissions(kind.label(), submitting.queued(), submitting.running(), ended);
    }
}
