package io.understudy.ha.membership;

import java.net.URI;

/**
 * Another process lives under this node's id.
 *
 * @param http where it is
 */
public record DuplicateNode(String node, URI http, String incarnation) {

    /** A sentence for the operator. */
    public String sentence() {
        return "another daemon with ha.node.id=%s is alive at %s: give each host its own id".formatted(node, http);
    }
}
