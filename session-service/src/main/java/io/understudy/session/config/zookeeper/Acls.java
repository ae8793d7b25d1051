package io.understudy.session.config.zookeeper;

import io.understudy.fencing.zookeeper.Credential;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Secrets;
import io.understudy.session.config.Settings;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.util.ZKUtil;
import org.apache.hadoop.util.ZKUtil.BadAclFormatException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** Reads {@code ha.zookeeper.acl}, in Hadoop's syntax. */
final class Acls {

    private Acls() {}

    /**
     * The ACL as it was set. Unset, what is created belongs to the users of the credentials or, with a SASL login alone,
     * to whom ZooKeeper takes its creator for.
     */
    static List<ACL> of(Settings settings, List<Credential> credentials, boolean login) throws InvalidConfiguration {
        Optional<String> value = settings.find(ZooKeeperKeys.ACL);
        if (value.isPresent()) {
            return parse(Secrets.resolve(ZooKeeperKeys.ACL.name(), value.get()));
        }
        if (credentials.isEmpty() && !login) {
            throw new InvalidConfiguration("nothing says who may touch the store in ZooKeeper: put"
                    + " digest:USER:PASSWORD into a file that only the daemon's user can read, the same on all nodes, and"
                    + " set ha.zookeeper.auth to @/path/of/that/file in conf/ha-site.xml; docs/operations.md has SASL and"
                    + " the rest. To leave the store open to everybody, set ha.zookeeper.acl to world:anyone:cdrwa");
        }
        boolean users = !credentials.isEmpty()
                && credentials.stream()
                        .allMatch(credential -> credential.scheme().equals("digest"));
        return users ? ofUsers(credentials) : ofCreator(settings);
    }

    private static List<ACL> ofUsers(List<Credential> credentials) {
        List<ACL> acl = new ArrayList<>();
        for (Credential credential : credentials) {
            try {
                String user = DigestAuthenticationProvider.generateDigest(credential.secret());
                acl.add(new ACL(Perms.ALL, new Id("digest", user)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-1", e);
            }
        }
        return acl;
    }

    /** A client's certificate is a creator too, and may be one that other programs have. */
    private static List<ACL> ofCreator(Settings settings) throws InvalidConfiguration {
        if (settings.get(ZooKeeperKeys.TLS)
                && settings.find(ZooKeeperKeys.KEYSTORE).isPresent()) {
            throw new InvalidConfiguration(
                    "nothing says whether the store in ZooKeeper belongs to the SASL user, to the"
                            + " holder of the certificate, or to both: set ha.zookeeper.acl, such as to sasl:understudy:cdrwa");
        }
        return Ids.CREATOR_ALL_ACL;
    }

    /** What an ACL lets everybody do, as it was written; empty if nothing. */
    static Optional<String> worlds(List<ACL> acl) {
        return Optional.of(acl.stream()
                        .filter(entry -> entry.getId().equals(Ids.ANYONE_ID_UNSAFE))
                        .map(entry -> "world:anyone:" + org.apache.zookeeper.ZKUtil.getPermString(entry.getPerms()))
                        .collect(Collectors.joining(",")))
                .filter(entries -> !entries.isEmpty());
    }

    private static List<ACL> parse(String text) throws InvalidConfiguration {
        try {
            List<ACL> acl = ZKUtil.parseACLs(text);
            if (!acl.isEmpty()) {
                return acl;
            }
        } catch (BadAclFormatException notUnderstood) {
            // Said below, without the value: it may hold digests.
        }
        throw new InvalidConfiguration(ZooKeeperKeys.ACL.name()
                + " is not understood: it must be scheme:id:permissions, several separated by commas, with permissions of"
                + " the letters cdrwa, such as sasl:understudy:cdrwa, or @/path of a file with that");
    }
}
