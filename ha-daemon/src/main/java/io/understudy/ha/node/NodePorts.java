package io.understudy.ha.node;

/** What a node talks to. */
public record NodePorts(
        Election election,
        Service service,
        StoreGuard guard,
        Announcer announcer,
        History history,
        Memory memory,
        ClusterView cluster,
        NodeListener listener) {}
