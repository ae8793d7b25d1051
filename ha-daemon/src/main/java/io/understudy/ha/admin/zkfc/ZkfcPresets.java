package io.understudy.ha.admin.zkfc;

import io.understudy.ha.custody.Custody;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.ZKFailoverController;

/**
 * What Hadoop's ZKFC is to do otherwise than its defaults say. Whatever the cluster's own files set stays.
 *
 * <p>The defaults suit a NameNode: a process that hangs is noticed after 45 s, and a host that is powered off is waited
 * for twice 20 s. Here the store is fenced by the epoch, so nobody need be waited for.
 */
public final class ZkfcPresets {

    private static final String CONNECT_MS = "3000";

    private ZkfcPresets() {}

    /**
     * The configuration of a ZKFC.
     *
     * @param hadoop the cluster's own
     * @param root of the cluster in ZooKeeper
     * @param zooKeeper how it is reached, as whom, and who else may touch what is created
     */
    public static Configuration of(Configuration hadoop, String root, Custody zooKeeper, Duration sessionTimeout) {
        Configuration conf = new Configuration(hadoop);
        String timeout = Long.toString(sessionTimeout.toMillis());
        // The root is where ZKFC's world begins: it would set its ACL on every parent of its own node.
        conf.set(ZKFailoverController.ZK_QUORUM_KEY, zooKeeper.connectString() + root);
        conf.set("ha.zookeeper.parent-znode", "/");
        conf.set("ha.zookeeper.session-timeout.ms", timeout);
        conf.set(ZKFailoverController.ZK_ACL_KEY, acl(zooKeeper));
        conf.set(
                ZKFailoverController.ZK_AUTH_KEY,
                zooKeeper.credentials().stream()
                        .map(one -> one.scheme() + ":" + one.secret())
                        .collect(Collectors.joining(",")));
        preset(conf, "ha.health-monitor.rpc-timeout.ms", timeout);
        preset(conf, "ipc.client.connect.timeout", CONNECT_MS);
        preset(conf, "ipc.client.connect.max.retries.on.timeouts", "0");
        return conf;
    }

    private static String acl(Custody zooKeeper) {
        return zooKeeper.acl().stream()
                .map(right -> right.scheme() + ":" + right.id() + ":" + letters(right.permissions()))
                .collect(Collectors.joining(","));
    }

    /** As ZooKeeper numbers them: read 1, write 2, create 4, delete 8, admin 16. */
    private static String letters(int permissions) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < "rwcda".length(); bit++) {
            if ((permissions & (1 << bit)) != 0) {
                letters.append("rwcda".charAt(bit));
            }
        }
        return letters.toString();
    }

    private static void preset(Configuration conf, String key, String value) {
        String[] sources = conf.getPropertySources(key);
        if (sources == null || Arrays.asList(sources).equals(Arrays.asList("core-default.xml"))) {
            conf.set(key, value);
        }
    }
}
