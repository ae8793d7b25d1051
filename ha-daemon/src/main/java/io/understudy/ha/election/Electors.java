package io.understudy.ha.election;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.ha.ActiveStandbyElector;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Makes Hadoop's electors, opened in three places. */
record Electors(ZooKeeperAddress address, StoreAccess access) {

    private static final int RETRIES = 3;
    private static final int LONGEST_SLEEP_MS = 500;

    /**
     * Connects an elector of its own, and waits for that, at most one session timeout.
     *
     * @throws IOException if ZooKeeper does not answer
     * @throws KeeperException if ZooKeeper does not answer
     */
    ActiveStandbyElector open(ElectorCallback callback) throws IOException, KeeperException {
        // Hadoop connects in its constructor. What an anonymous class captures is there before that; a field would not
        // be.
        return new ActiveStandbyElector(
                address.connectString(),
                Math.toIntExact(address.sessionTimeout().toMillis()),
                access.layout().path(StorePaths.ELECTION),
                // ZooKeeper asks the list whether it contains null, which an immutable one answers with an exception.
                new ArrayList<>(access.acl()),
                // The credentials are shown below, before Hadoop's elector would wait for the connection.
                List.of(),
                callback,
                RETRIES,
                true,
                null) {

            @Override
            protected ZooKeeper initiateZookeeper(ZKClientConfig ignored) throws IOException {
                ZooKeeper session = address.authenticated(super.initiateZookeeper(address.clientConfig()));
                callback.opened(session);
                return session;
            }

            /** Hadoop's would set our ACL on every parent that it finds. The store's setup has made them all. */
            @Override
            public synchronized void ensureParentZNode() {}

            /** Every path by which the elector drops its session ends here. */
            @Override
            public synchronized void terminateConnection() {
                callback.sessionEnds();
                super.terminateConnection();
            }

            @Override
            protected void sleepFor(int milliseconds) {
                super.sleepFor(Math.min(milliseconds, LONGEST_SLEEP_MS));
            }
        };
    }
}
