package io.understudy.ha.admin.rpc;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.hadoop.ha.BadFencingConfigurationException;
import org.apache.hadoop.ha.HAServiceTarget;
import org.apache.hadoop.ha.NodeFencer;

/** A node as Hadoop's tools know it. Immutable. */
public final class NodeTarget extends HAServiceTarget {

    private final String id;
    private final String address;
    private final InetSocketAddress service;
    private final InetSocketAddress controller;
    private final Optional<NodeFencer> fencer;

    /**
     * @param id of the node
     * @param service where it speaks HAServiceProtocol
     * @param controller where ZKFCProtocol is spoken for it
     * @param fencer run by a ZKFC that cannot reach the node; it is not what protects the store
     */
    public NodeTarget(String id, InetSocketAddress service, InetSocketAddress controller, Optional<NodeFencer> fencer) {
        this.id = id;
        // Asked before anybody has looked the name up: as it is configured.
        this.address = service.getHostString() + ":" + service.getPort();
        this.service = service;
        this.controller = controller;
        this.fencer = fencer;
    }

    /** Id of the node. */
    public String id() {
        return id;
    }

    /** host:port of the node, as it was given. */
    public String address() {
        return address;
    }

    @Override
    public InetSocketAddress getAddress() {
        return service;
    }

    @Override
    public InetSocketAddress getZKFCAddress() {
        return controller;
    }

    @Override
    public NodeFencer getFencer() {
        return fencer.orElseThrow(() -> new UnsupportedOperationException("nobody is fenced from here"));
    }

    @Override
    public void checkFencingConfigured() throws BadFencingConfigurationException {
        // The epoch fences in any case.
    }

    /** There is no manual state here: the nodes elect, or their ZKFCs do. */
    @Override
    public boolean isAutoFailoverEnabled() {
        return true;
    }

    @Override
    public String toString() {
        return id + " at " + address;
    }
}
