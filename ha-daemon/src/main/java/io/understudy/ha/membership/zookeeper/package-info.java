/** The member session: this node's ZooKeeper session that is open in every role and never writes to the store. */
@NullMarked
package io.understudy.ha.membership.zookeeper;

import org.jspecify.annotations.NullMarked;
