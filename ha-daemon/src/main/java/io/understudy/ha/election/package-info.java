/**
 * The election: Hadoop's ActiveStandbyElector behind the port {@link io.understudy.ha.node.Election}.
 *
 * <p>The elector calls back on ZooKeeper's event thread while it holds its own monitor. So callbacks here only hand on
 * what happened, and all calls into the elector are made on one thread of their own, which may wait as long as it must.
 */
@NullMarked
package io.understudy.ha.election;

import org.jspecify.annotations.NullMarked;
