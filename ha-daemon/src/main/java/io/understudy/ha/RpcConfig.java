package io.understudy.ha;

import io.understudy.session.config.Format;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Key;
import io.understudy.session.config.Keys;
import io.understudy.session.config.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the nodes speak Hadoop's own protocols, and who decides which of them is active.
 *
 * @param addresses where HAServiceProtocol is spoken, by node, in order; of those nodes where it is
 * @param controllers where ZKFCProtocol is spoken for a node, by node, in order
 * @param bindHost what is bound instead of the host of an address
 * @param fencing methods of Hadoop's NodeFencer, for a ZKFC
 */
public record RpcConfig(
        Failover failover,
        Map<String, HostPort> addresses,
        Map<String, HostPort> controllers,
        Optional<String> bindHost,
        String fencing) {

    /** Who decides which node is active. */
    public enum Failover {
        /** The nodes elect it among themselves. */
        AUTOMATIC,
        /** Hadoop's ZKFC does, a process of its own beside each daemon. */
        ZKFC
    }

    public static final Key<HostPort> ADDRESS = Key.optional(
            "ha.rpc.address.<node>",
            Format.hostPort(),
            "Under which host:port a node speaks Hadoop's HAServiceProtocol and ZKFCProtocol, for Hadoop's own verbs of"
                    + " `haadmin`. A node without it opens no such port. See [Hadoop's protocols](hadoop.md).");
    public static final Key<String> BIND = Key.optional(
            "ha.rpc.bind",
            Format.text("an address or host name", "[^\\s:/]+|[0-9A-Fa-f:.%]+"),
            "What to bind instead of the host of `ha.rpc.address.<node>`. Without Kerberos, Hadoop's RPC believes what a"
                    + " client calls itself: keep to loopback or to a network that you trust.");
    public static final Key<Failover> FAILOVER = Key.of(
            "ha.failover",
            Format.choice(Failover.class),
            "automatic",
            "Who decides which node is active. `automatic`: the nodes. `zkfc`: Hadoop's ZKFC, a process beside each"
                    + " daemon, see [ZKFC mode](hadoop.md#zkfc-mode). Change it with all daemons stopped.");
    public static final Key<HostPort> CONTROLLER_ADDRESS = Key.optional(
            "ha.zkfc.address.<node>",
            Format.hostPort(),
            "With `ha.failover=zkfc`: under which host:port the node's ZKFC speaks ZKFCProtocol.");
    public static final Key<String> FENCING = Key.of(
            "ha.zkfc.fencing.methods",
            Format.text(),
            "shell(/bin/true)",
            "What a ZKFC runs to fence a node that it cannot reach, as HDFS's `dfs.ha.fencing.methods`. The store needs"
                    + " none: the epoch fences it.");

    /** The keys that it is made of. */
    public static final Keys KEYS = Keys.of(ADDRESS, BIND, FAILOVER, CONTROLLER_ADDRESS, FENCING);

    public RpcConfig {
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        controllers = Collections.unmodifiableMap(new LinkedHashMap<>(controllers));
    }

    /**
     * Picks it from all settings, also for a client.
     *
     * @throws InvalidConfiguration if ZKFCs decide and cannot reach each other or the nodes
     */
    public static RpcConfig of(Settings settings, List<String> nodes) throws InvalidConfiguration {
        Failover failover = settings.get(FAILOVER);
        Map<String, HostPort> addresses = addresses(settings, nodes, ADDRESS);
        if (failover == Failover.AUTOMATIC) {
            return new RpcConfig(failover, addresses, addresses, settings.find(BIND), settings.get(FENCING));
        }
        Map<String, HostPort> controllers = addresses(settings, nodes, CONTROLLER_ADDRESS);
        demand(nodes, addresses, ADDRESS);
        demand(nodes, controllers, CONTROLLER_ADDRESS);
        return new RpcConfig(failover, addresses, controllers, settings.find(BIND), settings.get(FENCING));
    }

    private static Map<String, HostPort> addresses(Settings settings, List<String> nodes, Key<HostPort> key) {
        Map<String, HostPort> addresses = new LinkedHashMap<>();
        nodes.forEach(node -> settings.find(key.at(node)).ifPresent(address -> addresses.put(node, address)));
        return addresses;
    }

    private static void demand(List<String> nodes, Map<String, HostPort> given, Key<HostPort> key)
            throws InvalidConfiguration {
        for (String node : nodes) {
            if (!given.containsKey(node)) {
                throw new InvalidConfiguration("ha.failover is zkfc, but "
                        + key.at(node).name() + " is not set: a ZKFC speaks to every node and to every other ZKFC. Put"
                        + " host:port there, or leave ha.failover out");
            }
        }
    }

    /** Whether a ZKFC gives each node its role. */
    public boolean isCommanded() {
        return failover == Failover.ZKFC;
    }

    /** What a node binds for HAServiceProtocol; empty if it has no address. */
    public Optional<HostPort> bind(String node) {
        return bind(addresses, node);
    }

    /** What the controller of a node binds; empty if it has no address. */
    public Optional<HostPort> bindOfController(String node) {
        return bind(controllers, node);
    }

    private Optional<HostPort> bind(Map<String, HostPort> given, String node) {
        return Optional.ofNullable(given.get(node)).map(own -> new HostPort(bindHost.orElse(own.host()), own.port()));
    }
}
