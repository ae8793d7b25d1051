/** A store as a whole on a ZooKeeper session. */
@NullMarked
package io.understudy.session.transfer.zookeeper;

import org.jspecify.annotations.NullMarked;
