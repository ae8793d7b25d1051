package io.understudy.session.tools;

import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.transfer.StoreDoor;
import io.understudy.session.transfer.zookeeper.ZooKeeperStoreDoor;
import java.io.IOException;

/** Opens what the operator's tools for the store work with. */
public final class StoreTools {

    private StoreTools() {}

    /**
     * Opens a session on the cluster's store; ZooKeeper need not be there yet.
     *
     * @throws IOException with a sentence for the operator, if ZooKeeper's address is malformed
     */
    public static StoreDoor open(ClusterSettings cluster) throws IOException {
        StoreAccess access = StoreAccess.open(
                StoreLayout.of(cluster.cluster()),
                "ZooKeeper at " + cluster.quorum(),
                "Restore ZooKeeper's newest data, or name another ha.cluster.id.",
                cluster.sessionTimeout().multipliedBy(2));
        return ZooKeeperStoreDoor.open(ZooKeeperAddress.of(cluster.quorum(), cluster.sessionTimeout()), access);
    }
}
