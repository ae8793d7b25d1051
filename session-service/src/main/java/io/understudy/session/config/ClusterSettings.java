package io.understudy.session.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Which cluster of daemons this is and where its store lies. The daemon and the service alone share it.
 *
 * @param cluster {@code ha.cluster.id}
 * @param quorum ZooKeeper's servers, as a client takes them
 * @param sessionTimeout asked of ZooKeeper, which may give another
 * @param stateFolder where this node remembers which store it has worked with
 */
public record ClusterSettings(String cluster, String quorum, Duration sessionTimeout, Path stateFolder) {

    public static final Key<String> CLUSTER_ID = Key.required(
            "ha.cluster.id",
            Format.text("letters, digits, dots, dashes and underscores", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
            "a name for this cluster of daemons",
            "Names this cluster of daemons: its data lie under `/understudy/<id>` in ZooKeeper.");
    public static final Key<String> QUORUM = Key.required(
            "ha.zookeeper.quorum",
            Format.quorum(),
            "the host:port list of your ZooKeeper servers",
            "The ZooKeeper servers.");
    public static final Key<Duration> SESSION_TIMEOUT = Key.of(
            "ha.zookeeper.session-timeout.ms",
            Format.milliseconds(1_000, 600_000),
            "6000",
            "How long ZooKeeper waits for a silent node before another may take over. ZooKeeper bounds it to 2 to 20"
                    + " of its ticks.");
    public static final Key<String> STATE_DIR = Key.optional(
            "ha.state.dir",
            Format.text("an absolute path", "/.*"),
            "A folder of this node alone (`state` beside the configuration folder unless set), in which it remembers the store's identity and the highest epoch it saw: the"
                    + " guard against a ZooKeeper that was wiped or restored.");

    /** The keys that it is made of. */
    public static final Keys KEYS = Keys.of(CLUSTER_ID, QUORUM, SESSION_TIMEOUT, STATE_DIR);

    /**
     * Picks it from all settings.
     *
     * @param configuration the folder that they were read from
     */
    public static ClusterSettings of(Settings settings, Path configuration) {
        return new ClusterSettings(
                settings.get(CLUSTER_ID),
                settings.get(QUORUM),
                settings.get(SESSION_TIMEOUT),
                settings.find(STATE_DIR)
                        .map(Path::of)
                        .orElseGet(
                                () -> configuration.toAbsolutePath().normalize().resolveSibling("state")));
    }

    /** The cluster's root in ZooKeeper. */
    public String root() {
        return "/understudy/" + cluster;
    }
}
