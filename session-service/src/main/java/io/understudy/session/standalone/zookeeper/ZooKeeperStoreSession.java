package io.understudy.session.standalone.zookeeper;

import io.understudy.fencing.Fence;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import io.understudy.fencing.zookeeper.ZooKeeperSession;
import io.understudy.session.standalone.StoreSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/** A ZooKeeper session of the service alone. Its seat is the ephemeral {@code members/standalone}. */
public final class ZooKeeperStoreSession implements StoreSession {

    private final ZooKeeperSession session;
    private final StoreAccess access;
    private final Member self;
    private final StoreLoop thread;

    private ZooKeeperStoreSession(ZooKeeperSession session, StoreAccess access, Member self, StoreLoop thread) {
        this.session = session;
        this.access = access;
        this.self = self;
        this.thread = thread;
    }

    /**
     * Who sits there.
     *
     * @param record what stands in {@code members/standalone}; not copied
     * @param yarn identity of the YARN cluster that the service works with
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Member(byte[] record, String yarn) {}

    /**
     * Opens sessions at {@code address}.
     *
     * @param thread on which replies come; it must live longer than the sessions
     */
    public static Opener opener(ZooKeeperAddress address, StoreAccess access, Member self, StoreLoop thread) {
        return ended -> {
            try {
                ZooKeeperSession session = ZooKeeperSession.open(address, (handle, state) -> {
                    switch (state) {
                        case EXPIRED -> ended.accept(End.EXPIRED);
                        case REFUSED -> ended.accept(End.REFUSED);
                        case CONNECTED, DISCONNECTED -> {
                            // The answers to our calls and the lease say what that means.
                        }
                    }
                });
                return new ZooKeeperStoreSession(session, access, self, thread);
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        };
    }

    @Override
    public void takeSeat(StoreMemory memory, Consumer<Seat> reply) {
        new StoreSetup(handle(), access, thread, Clock.systemUTC())
                .prepare(memory, self.yarn(), state -> onState(state, reply));
    }

    @Override
    public Fence fence() {
        return new ZooKeeperFence(handle(), access, thread, Clock.systemUTC());
    }

    @Override
    public void close() {
        session.close();
    }

    private ZooKeeper handle() {
        return session.zooKeeper();
    }

    private void onState(StoreState state, Consumer<Seat> reply) {
        if (state instanceof StoreState.Joinable) {
            sitDown(reply);
        } else if (state instanceof StoreState.Refused refused) {
            reply.accept(new Seat.Refused(refused.why()));
        } else {
            reply.accept(new Seat.Unreachable());
        }
    }

    /** First sits down, then looks around: of two that come at the same time at least one sees the other. */
    private void sitDown(Consumer<Seat> reply) {
        handle().create(
                        seat(),
                        self.record(),
                        access.acl(),
                        CreateMode.EPHEMERAL,
                        (rc, path, context, name) -> onSat(Code.get(rc), reply),
                        null);
    }

    private void onSat(Code code, Consumer<Seat> reply) {
        if (code == Code.OK) {
            lookAround(reply);
        } else if (code == Code.NODEEXISTS) {
            whoSitsThere(reply);
        } else {
            reply.accept(new Seat.Unreachable());
        }
    }

    private void whoSitsThere(Consumer<Seat> reply) {
        handle().exists(
                        seat(),
                        false,
                        (rc, path, context, stat) -> {
                            if (stat != null && stat.getEphemeralOwner() == handle().getSessionId()) {
                                lookAround(reply);
                            } else {
                                reply.accept(new Seat.Occupied());
                            }
                        },
                        null);
    }

    private void lookAround(Consumer<Seat> reply) {
        handle().getChildren(
                        access.layout().path(StorePaths.MEMBERS),
                        false,
                        (int rc, String path, Object context, List<String> names) -> {
                            if (Code.get(rc) == Code.OK) {
                                onMembers(names, reply);
                            } else {
                                reply.accept(new Seat.Unreachable());
                            }
                        },
                        null);
    }

    private void onMembers(List<String> names, Consumer<Seat> reply) {
        List<String> others = names.stream()
                .filter(name -> !name.equals(StorePaths.STANDALONE))
                .sorted()
                .toList();
        if (others.isEmpty()) {
            lookForLock(reply);
        } else {
            standUp("daemons live there (" + String.join(", ", others) + ")", reply);
        }
    }

    private void lookForLock(Consumer<Seat> reply) {
        handle().exists(
                        access.layout().lock(),
                        false,
                        (rc, path, context, stat) -> {
                            switch (Code.get(rc)) {
                                case NONODE -> reply.accept(new Seat.Taken());
                                case OK -> standUp("somebody holds the lock of its election", reply);
                                default -> reply.accept(new Seat.Unreachable());
                            }
                        },
                        null);
    }

    private void standUp(String because, Consumer<Seat> reply) {
        String why =
                "The store at %s in %s is not for the service alone: %s. Stop the daemons first, or give this service an ha.cluster.id of its own."
                        .formatted(access.layout().root(), access.where(), because);
        handle().delete(seat(), -1, (rc, path, context) -> reply.accept(new Seat.Refused(why)), null);
    }

    private String seat() {
        return access.layout().path(StorePaths.member(StorePaths.STANDALONE));
    }
}
