package io.understudy.ha;

import io.understudy.session.config.Format;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.Key;
import io.understudy.session.config.Keys;
import io.understudy.session.config.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the nodes speak Hadoop's own protocols.
 *
 * @param addresses of those nodes that do, by their ids, in order
 * @param bindHost what a node binds instead of the host of its address
 */
public record RpcConfig(Map<String, HostPort> addresses, Optional<String> bindHost) {

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

    /** The keys that it is made of. */
    public static final Keys KEYS = Keys.of(ADDRESS, BIND);

    public RpcConfig {
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
    }

    /** Picks it from all settings, also for a client. */
    public static RpcConfig of(Settings settings, List<String> nodes) {
        Map<String, HostPort> addresses = new LinkedHashMap<>();
        nodes.forEach(node -> settings.find(ADDRESS.at(node)).ifPresent(address -> addresses.put(node, address)));
        return new RpcConfig(addresses, settings.find(BIND));
    }

    /** What a node binds; empty if it has no address. */
    public Optional<HostPort> bind(String node) {
        return Optional.ofNullable(addresses.get(node))
                .map(own -> new HostPort(bindHost.orElse(own.host()), own.port()));
    }
}
