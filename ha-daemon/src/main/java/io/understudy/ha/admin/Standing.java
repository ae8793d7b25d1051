package io.understudy.ha.admin;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.NodeStatus;
import io.understudy.session.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the administration of a node asks it. From memory; any thread may ask. */
public interface Standing {

    /** What the node published last. */
    NodeStatus status();

    /** The epoch in which the node may speak as the active one at this moment; empty unless its gate is open. */
    Optional<Epoch> open();

    /** Whether it serves at this moment, in the term of {@code said}: what was said of another one is over. */
    default boolean serves(NodeStatus said) {
        return said.role().equals("active") && open().equals(Optional.of(said.epoch()));
    }

    /** What is left of its lease; zero or less without one. */
    Duration leaseLeft();

    /** Whether its loop ticked in time. */
    boolean isAlive();

    /** What it sees of the cluster. */
    ClusterView cluster();

    /** What is wrong with its service, a sentence each. */
    List<String> problems();

    /** What its service holds, in numbers by name; empty while it is not active. */
    Map<String, Integer> figures();

    /** The records of the last terms, each as JSON, the newest last. */
    List<String> history();

    /** By how much this node's clock is ahead of ZooKeeper's; empty until that was heard. */
    Optional<Duration> clockOffset();

    /** What an operator should know of its set-up though nothing is wrong, a sentence each. */
    List<String> warnings();

    /**
     * Which node this is.
     *
     * @param cluster id of the cluster
     * @param node id of the node
     * @param version of the program
     * @param configHash of what must be the same on all nodes
     * @param storeFormat the newest format of the store that this build knows
     * @param nodes all nodes by configuration, with their addresses, in order
     * @param equipment what it works with
     */
    record Identity(
            String cluster,
            String node,
            String version,
            String configHash,
            int storeFormat,
            Map<String, URI> nodes,
            Equipment equipment) {

        /** Its advertised address. */
        URI http() {
            return nodes.getOrDefault(node, URI.create(""));
        }
    }

    /**
     * What a node works with, for whoever compares nodes.
     *
     * @param tags shown beside it
     * @param yarn identity of its YARN
     * @param settings what it goes by, by key
     */
    record Equipment(List<String> tags, String yarn, Map<String, Settings.Shown> settings) {}
}
