package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.membership.MemberIdentity;

/**
 * What a member needs to know.
 *
 * @param address of ZooKeeper
 * @param access to the store that it looks at, and sets up where there is none
 * @param self who it is
 * @param candidate who it is as it asks for a term
 */
public record MembershipSettings(
        ZooKeeperAddress address, StoreAccess access, MemberIdentity self, Candidate candidate) {}
