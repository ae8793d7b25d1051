package io.understudy.ha.node;

import java.util.Map;

/**
 * What is added to the record of a term once it is known.
 *
 * @param phases how it came into office
 * @param tolls what that cost the clients of each node, by node; empty as long as that is not known
 */
public record Account(Phases phases, Map<String, Toll> tolls) {

    public Account {
        tolls = Map.copyOf(tolls);
    }
}
