package io.understudy.ha.membership.zookeeper;

import io.understudy.ha.membership.DuplicateNode;
import io.understudy.ha.membership.MemberIdentity;
import io.understudy.ha.node.ClusterView.Member;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * This node's own record under {@code members}, on one ZooKeeper session. Each call of {@link #settle} moves it one step
 * nearer to what it should be; calls while a step is under way are made up for. On the loop only.
 */
final class MemberSeat {

    /** What tells that the record is not the one any more that was looked at. */
    private static final Set<Code> RACED = EnumSet.of(Code.OK, Code.NONODE, Code.BADVERSION);

    private final ZooKeeper zooKeeper;
    private final String path;
    private final List<ACL> acl;
    private final MemberIdentity self;
    private final Executor loop;
    private final Listener listener;
    private byte[] wanted;
    private byte[] written = new byte[0];
    private int version = -1;
    private boolean stepUnderWay;
    private boolean again;

    /** What becomes of the seat. */
    interface Listener {

        /** The record stands as it should. May be told again. */
        void taken();

        /**
         * The record was just written.
         *
         * @param at in milliseconds of ZooKeeper's clock
         */
        void wroteAt(long at);

        /** Somebody else's record is in its place. May be told again. */
        void occupied(DuplicateNode other);

        /** The parent is missing: there is no store yet. */
        void nowhere();
    }

    MemberSeat(
            ZooKeeper zooKeeper,
            String path,
            List<ACL> acl,
            MemberIdentity self,
            byte[] wanted,
            Executor loop,
            Listener listener) {
        this.zooKeeper = zooKeeper;
        this.path = path;
        this.acl = acl;
        this.self = self;
        this.wanted = wanted;
        this.loop = loop;
        this.listener = listener;
    }

    /** What is to stand there from now on. */
    void want(byte[] record) {
        wanted = record;
        settle();
    }

    boolean isTaken() {
        return version >= 0;
    }

    /** Does what is to be done next. Call it when connected, and after every change under {@code members}. */
    void settle() {
        if (stepUnderWay) {
            again = true;
        } else if (!isTaken()) {
            step();
            byte[] record = wanted;
            zooKeeper.create(
                    path,
                    record,
                    acl,
                    CreateMode.EPHEMERAL,
                    (rc, p, context, name, stat) -> answer(() -> onCreated(Code.get(rc), record, stat)),
                    null);
        } else if (!Arrays.equals(written, wanted)) {
            step();
            byte[] record = wanted;
            zooKeeper.setData(
                    path,
                    record,
                    version,
                    (rc, p, context, stat) -> answer(() -> onSet(Code.get(rc), record, stat)),
                    null);
        }
    }

    private void onCreated(Code code, byte[] record, @Nullable Stat stat) {
        if (stat != null) {
            listener.wroteAt(stat.getMtime());
        }
        switch (code) {
            case OK -> seated(0, record);
            case NODEEXISTS -> look();
            case NONODE -> listener.nowhere();
            default -> {}
        }
    }

    private void onSet(Code code, byte[] record, @Nullable Stat stat) {
        if (code == Code.OK && stat != null) {
            listener.wroteAt(stat.getMtime());
            seated(stat.getVersion(), record);
        } else if (code == Code.NONODE || code == Code.BADVERSION) {
            version = -1;
            again = true;
        } else {
            // Whether it was written shows when the record is looked at again.
            version = -1;
        }
    }

    private void look() {
        step();
        zooKeeper.getData(
                path,
                false,
                (rc, p, context, data, stat) -> answer(() -> {
                    if (stat != null) {
                        judge(data == null ? new byte[0] : data, stat);
                    } else {
                        again = Code.get(rc) == Code.NONODE;
                    }
                }),
                null);
    }

    private void judge(byte[] data, Stat stat) {
        Optional<Member> found = MemberRecords.member(data);
        if (stat.getEphemeralOwner() == zooKeeper.getSessionId()) {
            seated(stat.getVersion(), data);
        } else if (found.filter(other -> other.incarnation().equals(self.incarnation()))
                .isPresent()) {
            removeOwnFromEarlierSession(stat);
        } else {
            listener.occupied(found.map(other -> new DuplicateNode(self.node(), other.http(), other.incarnation()))
                    .orElseGet(() -> new DuplicateNode(self.node(), self.http(), "unknown")));
        }
    }

    private void removeOwnFromEarlierSession(Stat stat) {
        step();
        zooKeeper.delete(
                path, stat.getVersion(), (rc, p, context) -> answer(() -> again = RACED.contains(Code.get(rc))), null);
    }

    private void seated(int now, byte[] record) {
        version = now;
        written = record;
        if (Arrays.equals(written, wanted)) {
            listener.taken();
        } else {
            again = true;
        }
    }

    private void step() {
        stepUnderWay = true;
    }

    private void answer(Runnable reaction) {
        loop.execute(() -> {
            stepUnderWay = false;
            reaction.run();
            if (again && !stepUnderWay) {
                again = false;
                settle();
            }
        });
    }
}
