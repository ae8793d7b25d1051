package io.understudy.ha;

import io.understudy.ha.admin.Standing;
import io.understudy.ha.admin.rpc.ControllerEndpoint;
import io.understudy.ha.admin.rpc.OrderDesk;
import io.understudy.ha.admin.rpc.RpcCallers;
import io.understudy.ha.admin.rpc.RpcPort;
import io.understudy.ha.admin.rpc.ServiceEndpoint;
import io.understudy.ha.admin.rpc.Successions;
import io.understudy.ha.admin.rpc.Transitions;
import io.understudy.ha.gateway.Gateway;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SiteFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hadoop's protocols at this node, if it has an address for them: what is behind the port, and what to know of it. */
final class HadoopDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HadoopDoor.class);

    private final HaConfig config;
    private final ServiceEndpoint service;
    private final Optional<ControllerEndpoint> controller;
    private final Optional<CommandedRole> commanded;
    private Optional<RpcPort> port = Optional.empty();

    /** @param commanded does what a ZKFC says, where there is one */
    HadoopDoor(
            HaConfig config,
            Standing standing,
            Gateway gateway,
            Health health,
            RpcCallers callers,
            Optional<CommandedRole> commanded) {
        this.config = config;
        this.commanded = commanded;
        service = new ServiceEndpoint(
                standing,
                gateway,
                health::last,
                commanded.<Transitions>map(role -> role).orElse(Transitions.ELECTED));
        controller = commanded.isPresent()
                ? Optional.empty()
                : Optional.of(new ControllerEndpoint(
                        config.node(),
                        standing,
                        new OrderDesk(gateway.local(), callers),
                        new Successions(standing.cluster())));
    }

    /** The node has published another status. */
    void changed() {
        commanded.ifPresent(CommandedRole::changed);
    }

    /**
     * Opens the port, if this node is to have one.
     *
     * @return what an operator should know of it, a sentence each
     * @throws IOException with a sentence for the operator
     */
    List<String> open() throws IOException {
        Optional<HostPort> bind = config.rpc().bind(config.node());
        return bind.isPresent() ? open(bind.get()) : List.of();
    }

    private List<String> open(HostPort bind) throws IOException {
        Configuration hadoop = hadoop();
        String key = RpcConfig.ADDRESS.at(config.node()).name();
        port = Optional.of(
                RpcPort.open(hadoop, bind.host(), bind.port(), key, service, controller.map(speaker -> speaker)));
        boolean proven = hadoop.get(CommonConfigurationKeys.HADOOP_SECURITY_AUTHENTICATION, "simple")
                .equalsIgnoreCase("kerberos");
        if (bind.isLoopback() || proven) {
            return List.of();
        }
        String warning = "This node speaks Hadoop's protocols on " + bind + " and believes what clients call"
                + " themselves: hadoop.security.authentication is not kerberos. Keep the port within a network that"
                + " you trust.";
        LOG.warn(warning);
        return List.of(warning);
    }

    private Configuration hadoop() throws IOException {
        try {
            return SiteFiles.loadHadoop(config.sessions().hadoopFolder());
        } catch (InvalidConfiguration e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        port.ifPresent(RpcPort::close);
    }
}
