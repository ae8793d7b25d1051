/** The member session on a real ZooKeeper. */
@NullMarked
package io.understudy.ha.membership.zookeeper;

import org.jspecify.annotations.NullMarked;
