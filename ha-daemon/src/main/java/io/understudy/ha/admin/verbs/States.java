package io.understudy.ha.admin.verbs;

import io.understudy.ha.admin.rpc.NodeTarget;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.HAServiceProtocol.HAServiceState;
import org.apache.hadoop.ha.HAServiceStatus;

/**
 * What the nodes said of themselves when they were asked, one after the other.
 *
 * @param told by node, of those that answered
 * @param silent why there is no answer, by node
 */
record States(Map<String, HAServiceStatus> told, Map<String, String> silent) {

    static States of(Configuration conf, Map<String, NodeTarget> nodes) {
        Map<String, HAServiceStatus> told = new LinkedHashMap<>();
        Map<String, String> silent = new TreeMap<>();
        nodes.forEach((id, node) -> {
            try {
                told.put(id, new Line(conf, node).status());
            } catch (IOException e) {
                silent.put(id, Line.said(e));
            }
        });
        return new States(told, silent);
    }

    /** The node that says that it is active. */
    Optional<String> active() {
        return told.entrySet().stream()
                .filter(one -> one.getValue().getState() == HAServiceState.ACTIVE)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a node other than {@code node} says that it could take over. */
    boolean hasSuccessorOf(String node) {
        return told.entrySet().stream()
                .anyMatch(one -> !one.getKey().equals(node) && one.getValue().isReadyToBecomeActive());
    }

    boolean nobodyAnswers() {
        return told.isEmpty();
    }

    String shown(String node) {
        HAServiceStatus status = told.get(node);
        return status == null
                ? "Failed to connect: " + silent.get(node)
                : status.getState().toString();
    }

    /** That nobody answers. */
    Ending silence() {
        return new Ending(
                Verdict.UNREACHABLE,
                "no node answers over RPC: " + silent + ". Start one with bin/ha-daemon start, or name the right"
                        + " configuration with --conf");
    }
}
