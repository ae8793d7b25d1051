package io.understudy.session.config.zookeeper;

import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Secrets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.util.ZKUtil;
import org.apache.hadoop.util.ZKUtil.BadAclFormatException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.ACL;

/** Reads {@code ha.zookeeper.acl}, in Hadoop's syntax. */
final class Acls {

    private Acls() {}

    /**
     * The ACL as it was set. Unset, everything is its creator's alone: the server puts the creator's credentials in, so
     * that it does not matter how it computes them.
     *
     * @param identified whether this process shows who it is
     */
    static List<ACL> of(Optional<String> value, boolean identified) throws InvalidConfiguration {
        if (value.isPresent()) {
            return parse(Secrets.resolve(ZooKeeperKeys.ACL.name(), value.get()));
        }
        if (!identified) {
            throw new InvalidConfiguration("nothing says who may touch the store in ZooKeeper: put"
                    + " digest:USER:PASSWORD into a file that only the daemon's user can read, the same on all nodes, and"
                    + " set ha.zookeeper.auth to @/path/of/that/file in conf/ha-site.xml; docs/operations.md has SASL and"
                    + " the rest. To leave the store open to everybody, set ha.zookeeper.acl to world:anyone:cdrwa");
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
