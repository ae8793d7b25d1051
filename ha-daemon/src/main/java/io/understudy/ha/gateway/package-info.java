/**
 * The HTTP edge of a node: one port, three kinds of request. What this node serves is served here; what another serves
 * is forwarded to it; what nobody serves yet is held. No rules of sessions, no election: the gateway asks
 * {@link io.understudy.ha.gateway.Office} and {@link io.understudy.ha.node.ClusterView} at every step.
 */
@NullMarked
package io.understudy.ha.gateway;

import org.jspecify.annotations.NullMarked;
