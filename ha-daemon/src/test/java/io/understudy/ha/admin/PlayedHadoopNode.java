package io.understudy.ha.admin;

import io.understudy.fencing.Epoch;
import io.understudy.ha.admin.rpc.ControllerEndpoint;
import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.ha.admin.rpc.OrderDesk;
import io.understudy.ha.admin.rpc.RpcCallers;
import io.understudy.ha.admin.rpc.RpcPort;
import io.understudy.ha.admin.rpc.ServiceEndpoint;
import io.understudy.ha.admin.rpc.Successions;
import io.understudy.ha.admin.rpc.Transitions;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.auth.Authenticator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A played node with a real port for Hadoop's protocols. */
final class PlayedHadoopNode implements AutoCloseable {

    final PlayedNode played = new PlayedNode();
    List<String> ailments = List.of();
    Authority authority = order -> Optional.empty();

    private final String id;
    private final RpcPort port;

    PlayedHadoopNode(String id, Configuration hadoop, Authenticator authenticator) throws IOException {
        this.id = id;
        Standing.Identity identity = new Standing.Identity(
                "c", id, "0.1", "hash", 2, PlayedNode.IDENTITY.nodes(), PlayedNode.IDENTITY.equipment());
        Administration administration = new Administration(
                identity,
                played,
                played,
                played,
                order -> authority.refusal(order),
                AuditLog.NONE,
                PlayedNode.NO_LEVELS,
                Duration.ofSeconds(20),
                PlayedNode.SILENT);
        port = RpcPort.open(
                hadoop,
                "127.0.0.1",
                0,
                "ha.rpc.address." + id,
                new ServiceEndpoint(played, played, () -> ailments, Transitions.ELECTED),
                Optional.of(new ControllerEndpoint(
                        id,
                        played,
                        new OrderDesk(administration, new RpcCallers(id, authenticator, authority)),
                        new Successions(played))));
    }

    NodeTarget target() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port.port());
        return new NodeTarget(id, address, address, Optional.empty());
    }

    int port() {
        return port.port();
    }

    /** This node serves in an epoch. */
    void serves(long epoch) {
        played.role = "active";
        played.gateOpen = true;
        played.epoch = new Epoch(epoch);
    }

    void standsBy() {
        played.role = "standby";
        played.gateOpen = false;
        played.candidate = true;
    }

    @Override
    public void close() {
        port.close();
    }
}
