package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.membership.MemberIdentity;

/**
 * What a member needs to know.
 *
 * @param address of ZooKeeper
 * @param access to the store that it looks at, and sets up where there is none
 * @param self who it is
 * @param yarn identity of the YARN cluster that it works with
 */
public record MembershipSettings(ZooKeeperAddress address, StoreAccess access, MemberIdentity self, String yarn) {}
