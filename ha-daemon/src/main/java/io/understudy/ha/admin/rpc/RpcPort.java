package io.understudy.ha.admin.rpc;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ha.HAServiceProtocol;
import org.apache.hadoop.ha.HealthCheckFailedException;
import org.apache.hadoop.ha.ServiceFailedException;
import org.apache.hadoop.ha.ZKFCProtocol;
import org.apache.hadoop.ha.proto.HAServiceProtocolProtos.HAServiceProtocolService;
import org.apache.hadoop.ha.proto.ZKFCProtocolProtos.ZKFCProtocolService;
import org.apache.hadoop.ha.protocolPB.HAServiceProtocolPB;
import org.apache.hadoop.ha.protocolPB.HAServiceProtocolServerSideTranslatorPB;
import org.apache.hadoop.ha.protocolPB.ZKFCProtocolPB;
import org.apache.hadoop.ha.protocolPB.ZKFCProtocolServerSideTranslatorPB;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.security.AccessControlException;

/** The one port on which a node speaks Hadoop's protocols. Its threads, connections and requests are bounded. */
public final class RpcPort implements AutoCloseable {

    private static final int HANDLERS = 8;
    private static final int CONNECTIONS = 256;
    private static final int REQUEST_BYTES = 64 * 1024;

    private final RPC.Server server;
    private final int port;

    private RpcPort(RPC.Server server) {
        this.server = server;
        this.port = server.getListenerAddress().getPort();
    }

    /**
     * Opens the port.
     *
     * @param hadoop the cluster's configuration, hadoop-policy.xml included
     * @param key that names the port, for the operator
     * @param controller speaks ZKFCProtocol; where there is none, an own process does
     * @throws IOException if the port cannot be had, with a sentence that says what to do
     */
    public static RpcPort open(
            Configuration hadoop,
            String host,
            int port,
            String key,
            HAServiceProtocol service,
            Optional<ZKFCProtocol> controller)
            throws IOException {
        Configuration conf = new Configuration(hadoop);
        conf.setInt(CommonConfigurationKeys.IPC_MAXIMUM_DATA_LENGTH, REQUEST_BYTES);
        conf.setInt("ipc.server.max.connections", CONNECTIONS);
        RPC.setProtocolEngine(conf, HAServiceProtocolPB.class, ProtobufRpcEngine2.class);
        RPC.setProtocolEngine(conf, ZKFCProtocolPB.class, ProtobufRpcEngine2.class);
        RPC.Server server = build(conf, host, port, key, service);
        if (controller.isPresent()) {
            server.addProtocol(
                    RPC.RpcKind.RPC_PROTOCOL_BUFFER,
                    ZKFCProtocolPB.class,
                    ZKFCProtocolService.newReflectiveBlockingService(
                            new ZKFCProtocolServerSideTranslatorPB(controller.get())));
        }
        if (conf.getBoolean(CommonConfigurationKeys.HADOOP_SECURITY_AUTHORIZATION, false)) {
            server.refreshServiceAclWithLoadedConfiguration(conf, new Services());
        }
        server.addTerseExceptions(
                AccessControlException.class,
                HealthCheckFailedException.class,
                ServiceFailedException.class,
                NobodyActiveException.class,
                OutcomeUnknownException.class,
                PreconditionChangedException.class);
        server.start();
        return new RpcPort(server);
    }

    private static RPC.Server build(Configuration conf, String host, int port, String key, HAServiceProtocol service)
            throws IOException {
        try {
            return new RPC.Builder(conf)
                    .setProtocol(HAServiceProtocolPB.class)
                    .setInstance(HAServiceProtocolService.newReflectiveBlockingService(
                            new HAServiceProtocolServerSideTranslatorPB(service)))
                    .setBindAddress(host)
                    .setPort(port)
                    .setNumHandlers(HANDLERS)
                    .setVerbose(false)
                    .build();
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + host + ":" + port + " for Hadoop's protocols: " + brief(e)
                            + ". Stop what uses the port, or change " + key + ".",
                    e);
        }
    }

    /** What the innermost exception says: Hadoop's own adds the address and a page of its wiki. */
    private static String brief(Throwable problem) {
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    /** The port in use. */
    public int port() {
        return port;
    }

    /** Closes the port; calls under way are cut off. */
    @Override
    public void close() {
        server.stop();
    }
}
