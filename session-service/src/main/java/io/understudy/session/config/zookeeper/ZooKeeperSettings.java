package io.understudy.session.config.zookeeper;

import io.understudy.fencing.zookeeper.Credential;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Secrets;
import io.understudy.session.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.data.ACL;

/**
 * How this process reaches the store in ZooKeeper, as whom, and who else may touch it.
 *
 * @param address with the credentials
 * @param where how messages name it
 * @param root of the cluster's store
 * @param acl of what this process creates
 * @param login for SASL
 */
public record ZooKeeperSettings(
        ZooKeeperAddress address, String where, String root, List<ACL> acl, Optional<SaslLogin> login) {

    public ZooKeeperSettings {
        acl = List.copyOf(acl);
    }

    /**
     * Picks it from all settings.
     *
     * @param hadoop the folder with the cluster's core-site.xml, which may name credential providers
     * @throws InvalidConfiguration if the values do not fit together, if what they point to cannot be used, or if
     *     nothing says who may touch the store
     */
    public static ZooKeeperSettings of(Settings settings, ClusterSettings cluster, Optional<Path> hadoop)
            throws InvalidConfiguration {
        Secrets secrets = Secrets.of(settings, hadoop);
        List<Credential> credentials = Credentials.of(secrets);
        Optional<SaslLogin> login = SaslLogin.of(settings);
        Map<String, String> properties = new HashMap<>(Tls.properties(settings, secrets));
        login.ifPresent(sasl -> properties.putAll(sasl.properties()));
        boolean tls = settings.get(ZooKeeperKeys.TLS);
        return new ZooKeeperSettings(
                new ZooKeeperAddress(cluster.quorum(), cluster.sessionTimeout(), properties, credentials),
                "ZooKeeper at " + cluster.quorum() + (tls ? " over TLS" : ""),
                cluster.root(),
                Acls.of(settings, credentials, login.isPresent()),
                login);
    }

    /**
     * How a node works with the store.
     *
     * @param remedy what messages advise when the store is not the one that the node remembers: a whole sentence
     * @param deadline after which a call that has not been answered is
     */
    public StoreAccess access(String remedy, Duration deadline) {
        return new StoreAccess(new StoreLayout(root), where, remedy, acl, StoreAccess.ID_BLOCK, deadline);
    }

    /** What an operator should know, a sentence each; empty if the store is closed. */
    public List<String> warnings() {
        return Acls.worlds(acl)
                .map(rights -> "ha.zookeeper.acl opens the store to everybody (" + rights + "): whoever reaches "
                        + where + " can read it, the secret under which nodes sign for each other included, or"
                        + " change it. Set ha.zookeeper.auth and remove ha.zookeeper.acl.")
                .stream()
                .toList();
    }

    /** Where and as whom, without what could be tried for a password: digests in ACLs are. */
    @Override
    public String toString() {
        return root + " in " + address;
    }
}
