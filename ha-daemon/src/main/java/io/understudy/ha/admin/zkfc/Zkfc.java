package io.understudy.ha.admin.zkfc;

import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.ha.admin.rpc.RpcCallers;
import io.understudy.ha.admin.rpc.Services;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.HAServiceTarget;
import org.apache.hadoop.ha.ZKFailoverController;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.authorize.PolicyProvider;

/**
 * Hadoop's ZKFC beside one daemon: watches its health, holds the election's lock for it, and gives it its role over
 * HAServiceProtocol. What protects the store is the epoch, whatever this process believes.
 */
public final class Zkfc extends ZKFailoverController {

    /** Below the cluster's root: the election of the daemons themselves is elsewhere. */
    public static final String ZNODE = "zkfc";

    private final NodeTarget local;
    private final Map<String, NodeTarget> nodes;
    private final InetSocketAddress bind;
    private final RpcCallers callers;

    /**
     * @param conf complete, see {@link ZkfcPresets}
     * @param local the node that it cares for
     * @param nodes all, by id
     * @param bind where it speaks ZKFCProtocol
     * @param callers says who may order a failover
     */
    public Zkfc(
            Configuration conf,
            NodeTarget local,
            Map<String, NodeTarget> nodes,
            InetSocketAddress bind,
            RpcCallers callers) {
        super(conf, local);
        this.local = local;
        this.nodes = new LinkedHashMap<>(nodes);
        this.bind = bind;
        this.callers = callers;
    }

    @Override
    protected byte[] targetToData(HAServiceTarget target) {
        return local.id().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected HAServiceTarget dataToTarget(byte[] data) {
        String id = new String(data, StandardCharsets.UTF_8);
        NodeTarget node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("ZooKeeper names a node " + id + ", but the configuration has "
                    + nodes.keySet() + ": all nodes must have the same ha.nodes");
        }
        return node;
    }

    @Override
    protected void loginAsFCUser() {
        // The user that runs this process, as the daemon.
    }

    @Override
    protected void checkRpcAdminAccess() throws AccessControlException {
        callers.admit();
    }

    @Override
    protected InetSocketAddress getRpcAddressToBindTo() {
        return bind;
    }

    @Override
    protected PolicyProvider getPolicyProvider() {
        return new Services();
    }

    @Override
    protected List<HAServiceTarget> getAllOtherNodes() {
        return nodes.values().stream()
                .filter(node -> !node.id().equals(local.id()))
                .map(HAServiceTarget.class::cast)
                .toList();
    }

    /** ZooKeeper's client of this process has its own settings. */
    @Override
    protected boolean isSSLEnabled() {
        return false;
    }

    @Override
    protected String getScopeInsideParentNode() {
        return ZNODE;
    }
}
