package io.understudy.session.tools;

import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.memory.MemoryFile;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.Settings;
import io.understudy.session.config.zookeeper.SaslLogin;
import io.understudy.session.config.zookeeper.ZooKeeperSettings;
import io.understudy.session.transfer.Applications;
import io.understudy.session.transfer.StoreDoor;
import io.understudy.session.transfer.zookeeper.ZooKeeperStoreDoor;
import io.understudy.session.yarn.YarnApplications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens what the operator's tools for the store work with. */
public final class StoreTools {

    private StoreTools() {}

    /**
     * Opens a session on the cluster's store, with the credentials of the configuration; ZooKeeper need not be there yet.
     *
     * @throws InvalidConfiguration with a sentence for the operator
     * @throws IOException with a sentence for the operator, if ZooKeeper's address is malformed
     */
    public static StoreDoor open(Settings settings, ClusterSettings cluster) throws InvalidConfiguration, IOException {
        Optional<Path> hadoop = SessionSettings.of(settings, System.getenv()).hadoopFolder();
        ZooKeeperSettings zooKeeper = ZooKeeperSettings.of(settings, cluster, hadoop);
        zooKeeper.login().ifPresent(SaslLogin::install);
        StoreAccess access = zooKeeper.access(
                "Restore ZooKeeper's newest data, or name another ha.cluster.id.",
                cluster.sessionTimeout().multipliedBy(2));
        return ZooKeeperStoreDoor.open(zooKeeper.address(), access);
    }

    /**
     * Opens the way to YARN; asks nobody yet.
     *
     * @throws InvalidConfiguration with a sentence for the operator
     * @throws IOException with a sentence for the operator
     */
    public static Applications yarn(SessionSettings settings) throws InvalidConfiguration, IOException {
        return YarnApplications.open(settings);
    }

    /**
     * What this node remembers of the store.
     *
     * @throws IOException with a sentence for the operator, if it remembers nothing or the file cannot be read
     */
    public static StoreMemory recall(ClusterSettings cluster) throws IOException {
        Path file = cluster.stateFolder().resolve(MemoryFile.NAME);
        if (!Files.exists(file)) {
            throw new IOException("there is no " + file
                    + ": this node remembers no store and joins any. Name the node's own configuration with --conf");
        }
        try (MemoryFile memory = MemoryFile.open(cluster.stateFolder())) {
            return memory.recall();
        }
    }

    /**
     * Makes this node remember something else. Its daemon must not run.
     *
     * @throws IOException with a sentence for the operator, if it could not be written
     */
    public static void remember(ClusterSettings cluster, StoreMemory now) throws IOException {
        try (MemoryFile memory = MemoryFile.open(cluster.stateFolder())) {
            memory.keep(now);
        }
        if (!recall(cluster).equals(now)) {
            throw new IOException(cluster.stateFolder().resolve(MemoryFile.NAME)
                    + " cannot be written. Correct its rights, and run it again");
        }
    }
}
