package io.understudy.ha.node;

import io.understudy.fencing.Epoch;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What this node sees of the cluster through its member session: who serves, who lives. From memory; any thread may ask.
 * The member session is open in every role and never touches the store.
 */
public interface ClusterView {

    /** Who serves, by the znode {@code active}; empty while nobody does. */
    Optional<ActiveNode> active();

    /** The members that live now, this node among them, by their ephemeral znodes. */
    List<Member> members();

    /** The state of the member session: {@code connected}, {@code disconnected} or {@code closed}. */
    String zookeeper();

    /** The highest epoch seen. */
    Epoch epoch();

    /** The node that won that epoch; empty until one was won and read. */
    Optional<String> leader();

    /** The store's format, by the record of that epoch; empty until one was read. */
    OptionalInt storeFormat();

    /** The secret under which nodes sign what they forward to each other; empty until it was read. */
    Optional<byte[]> secret();

    /** Calls {@code listener} after every change, on a thread of the adapter that must not be blocked. */
    void onChange(Runnable listener);

    /**
     * A node that serves.
     *
     * @param http its advertised address
     * @param since when it began to serve
     */
    record ActiveNode(String node, URI http, Epoch epoch, Instant since) {}

    /**
     * A living member.
     *
     * @param incarnation of its process
     * @param ready whether it could take over
     * @param back whether it stays back from the election for a switchover
     * @param storeFormat the newest format of the store that its build knows
     * @param toll what the last change of office cost its clients; empty until it has seen one
     */
    record Member(
            String node,
            URI http,
            String incarnation,
            String version,
            String configHash,
            boolean ready,
            boolean back,
            Instant since,
            int storeFormat,
            Optional<Toll> toll) {}
}
