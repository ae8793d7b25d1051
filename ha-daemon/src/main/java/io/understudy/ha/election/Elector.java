package io.understudy.ha.election;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.ha.ActiveStandbyElector;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.jspecify.annotations.Nullable;

/**
 * Hadoop's elector, opened in three places: it shows its ZooKeeper handle, tells that it drops its session before it
 * does so, and never sleeps long.
 */
final class Elector extends ActiveStandbyElector {

    private static final int RETRIES = 3;
    private static final int LONGEST_SLEEP_MS = 500;
    private static final String READ_BUFFER_BYTES = Integer.toString(4 * 1024 * 1024);

    private final ElectorCallback callback;

    /** Set while the super constructor runs: an initializer would unset it again. */
    private volatile @Nullable ZooKeeper handle;

    /** Connects, and waits for that, at most one session timeout. */
    Elector(ElectionSettings settings, ElectorCallback callback) throws IOException, KeeperException {
        super(
                settings.quorum(),
                Math.toIntExact(settings.sessionTimeout().toMillis()),
                settings.parent(),
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                List.of(),
                callback,
                RETRIES,
                true,
                null);
        this.callback = callback;
        callback.follow(this::session);
    }

    @Override
    protected ZooKeeper initiateZookeeper(ZKClientConfig config) throws IOException {
        config.setProperty(ZKConfig.JUTE_MAXBUFFER, READ_BUFFER_BYTES);
        ZooKeeper opened = super.initiateZookeeper(config);
        handle = opened;
        return opened;
    }

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

    /** Name of the lock under its parent. */
    static String lockName() {
        return LOCK_FILENAME;
    }

    private ZooKeeper session() {
        ZooKeeper current = handle;
        if (current == null) {
            throw new IllegalStateException("the elector has no session");
        }
        return current;
    }
}
