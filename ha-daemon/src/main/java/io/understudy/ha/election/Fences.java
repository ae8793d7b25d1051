package io.understudy.ha.election;

import io.understudy.fencing.Fence;
import org.apache.zookeeper.ZooKeeper;

/** Makes the fence of a ZooKeeper session. */
@FunctionalInterface
interface Fences {

    /** The fence on {@code session}. Returns at once. */
    Fence on(ZooKeeper session);
}
