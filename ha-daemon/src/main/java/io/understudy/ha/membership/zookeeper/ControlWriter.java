package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.ha.membership.ControlOutcome;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/** Changes requests under {@code control}, each under its version, and leaves word beside the graves. */
record ControlWriter(ZooKeeper zooKeeper, StoreAccess access) {

    void create(String name, byte[] json, Consumer<ControlOutcome> reply) {
        leave(StorePaths.control(name), json, reply);
    }

    /** Creates a node that nobody changes, at a path below the root. */
    void leave(String path, byte[] json, Consumer<ControlOutcome> reply) {
        zooKeeper.create(
                access.layout().path(path),
                json,
                access.acl(),
                CreateMode.PERSISTENT,
                (rc, where, context, created, stat) -> reply.accept(outcome(rc, 0)),
                null);
    }

    void replace(String name, byte[] json, int version, Consumer<ControlOutcome> reply) {
        zooKeeper.setData(
                path(name), json, version, (rc, path, context, stat) -> reply.accept(outcome(rc, version + 1)), null);
    }

    void delete(String name, int version, Consumer<ControlOutcome> reply) {
        zooKeeper.delete(path(name), version, (rc, path, context) -> reply.accept(outcome(rc, -1)), null);
    }

    private ControlOutcome outcome(int rc, int version) {
        Code code = Code.get(rc);
        return switch (code) {
            case OK -> new ControlOutcome.Done(version);
            case NODEEXISTS, NONODE, BADVERSION -> new ControlOutcome.Conflict();
            default -> new ControlOutcome.Unknown(access.where() + " did not confirm the request (" + code + ")");
        };
    }

    private String path(String name) {
        return access.layout().path(StorePaths.control(name));
    }
}
