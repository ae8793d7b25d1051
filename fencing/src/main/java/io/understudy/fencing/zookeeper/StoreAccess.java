package io.understudy.fencing.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/**
 * How this node works with the store.
 *
 * @param layout where the store is
 * @param where how messages name it, such as {@code ZooKeeper at 127.0.0.1:2181}
 * @param remedy what messages advise when the store is not the one that this node remembers: a whole sentence
 * @param acl of everything that is created but the root's parents
 * @param idBlock number of session ids reserved with a term
 * @param deadline after which a call that has not been answered is
 */
public record StoreAccess(
        StoreLayout layout, String where, String remedy, List<ACL> acl, int idBlock, Duration deadline) {

    /** Ids that are reserved at a time unless told otherwise. */
    public static final int ID_BLOCK = 1000;

    public StoreAccess {
        acl = List.copyOf(acl);
        if (idBlock < 1) {
            throw new IllegalArgumentException("an empty block of ids: " + idBlock);
        }
    }

    /**
     * The ACL of the root's parents where they must be created. Other clusters have other credentials: everybody may
     * create a root of their own there and see whose names are taken.
     */
    List<ACL> aclOfParents() {
        List<ACL> parents = new ArrayList<>(acl);
        parents.add(new ACL(ZooDefs.Perms.CREATE | ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));
        return parents;
    }

    /** Whether it gives everybody rights, whatever their credentials. */
    static boolean isOpen(List<ACL> acl) {
        return acl.stream().anyMatch(entry -> entry.getId().equals(ZooDefs.Ids.ANYONE_ID_UNSAFE));
    }

    /** Without access control, with the usual block of ids. */
    public static StoreAccess open(StoreLayout layout, String where, String remedy, Duration deadline) {
        return new StoreAccess(layout, where, remedy, ZooDefs.Ids.OPEN_ACL_UNSAFE, ID_BLOCK, deadline);
    }

    /** The same at another place. */
    public StoreAccess at(StoreLayout other) {
        return new StoreAccess(other, where, remedy, acl, idBlock, deadline);
    }
}
