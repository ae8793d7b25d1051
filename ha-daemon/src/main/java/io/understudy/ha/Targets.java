package io.understudy.ha;

import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.session.config.HostPort;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.ha.NodeFencer;

/** The nodes of a configuration as Hadoop's tools know them. */
final class Targets {

    private Targets() {}

    /** Those that speak Hadoop's protocols, by id, in order. */
    static Map<String, NodeTarget> of(RpcConfig config, Optional<NodeFencer> fencer) {
        Map<String, NodeTarget> targets = new LinkedHashMap<>();
        config.addresses()
                .forEach((id, address) -> Optional.ofNullable(
                                config.controllers().get(id))
                        .ifPresent(controller ->
                                targets.put(id, new NodeTarget(id, socket(address), socket(controller), fencer))));
        return targets;
    }

    static InetSocketAddress socket(HostPort address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
