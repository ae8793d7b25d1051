/** Sessions with ZooKeeper as they are left in custody, and ended. */
@NullMarked
package io.understudy.ha.custody.zookeeper;

import org.jspecify.annotations.NullMarked;
