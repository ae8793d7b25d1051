package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What can be seen of the cluster: by the first node that answers, else by ZooKeeper.
 *
 * @param source who sees it
 * @param json as {@code /ha/cluster} has it
 */
record Sight(String source, JsonNode json) {

    static Sight of(Options options) throws Failure {
        try {
            Nodes.Answer answer = options.nodes().get("/ha/cluster");
            return new Sight(answer.node(), answer.json());
        } catch (Failure failure) {
            return new Sight(
                    "ZooKeeper", SecondSource.afterNodes(options, failure).cluster());
        }
    }
}
