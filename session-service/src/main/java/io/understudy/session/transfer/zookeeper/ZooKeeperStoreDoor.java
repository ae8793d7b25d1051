package io.understudy.session.transfer.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreReading;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.zookeeper.StandaloneSeat;
import io.understudy.fencing.zookeeper.StandaloneSeat.Seating;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import io.understudy.fencing.zookeeper.ZooKeeperReading;
import io.understudy.fencing.zookeeper.ZooKeeperSession;
import io.understudy.fencing.zookeeper.ZooKeeperSessions;
import io.understudy.session.transfer.StoreDoor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/** A tool's session with ZooKeeper. */
public final class ZooKeeperStoreDoor implements StoreDoor {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final StoreLoop loop;
    private final StoreAccess access;
    private final ZooKeeperSession session;

    private ZooKeeperStoreDoor(StoreLoop loop, StoreAccess access, ZooKeeperSession session) {
        this.loop = loop;
        this.access = access;
        this.session = session;
    }

    /**
     * Opens the session, without waiting for a connection.
     *
     * @throws IOException with a sentence for the operator, if the address is malformed
     */
    public static ZooKeeperStoreDoor open(ZooKeeperAddress address, StoreAccess access) throws IOException {
        StoreLoop loop = new StoreLoop("store");
        ZooKeeperSession session = new ZooKeeperSessions(address, loop).open((handle, state) -> {
            // The answers to our calls say what a state means.
        });
        return new ZooKeeperStoreDoor(loop, access, session);
    }

    @Override
    public String where() {
        return access.layout().root() + " in " + access.where();
    }

    @Override
    public StoreReading reading() {
        return new ZooKeeperReading(handle(), access, loop);
    }

    @Override
    public StoreReading reading(String root) {
        return new ZooKeeperReading(handle(), access.at(new StoreLayout(root)), loop);
    }

    @Override
    public void enter(Candidate self, Consumer<Entry> reply) {
        new StoreSetup(handle(), access, loop, InstantSource.system())
                .prepare(StoreMemory.NOTHING, self, state -> onStore(self, state, reply));
    }

    private void onStore(Candidate self, StoreState state, Consumer<Entry> reply) {
        if (state instanceof StoreState.Joinable) {
            byte[] record = ("{\"format\":1,\"node\":\"" + self.node() + "\"}").getBytes(StandardCharsets.UTF_8);
            new StandaloneSeat(handle(), access, loop).take(record, seating -> onSeat(self, seating, reply));
        } else if (state instanceof StoreState.Refused refused) {
            reply.accept(new Entry.Refused(refused.why()));
        } else {
            reply.accept(new Entry.Failed(access.where() + " does not answer"));
        }
    }

    private void onSeat(Candidate self, Seating seating, Consumer<Entry> reply) {
        if (seating instanceof Seating.Taken) {
            new ZooKeeperFence(handle(), access, loop, InstantSource.system())
                    .raise(
                            self,
                            new LockProof.CompareAndSet(),
                            StoreMemory.NOTHING,
                            raised -> reply.accept(of(raised)));
        } else if (seating instanceof Seating.Occupied occupied) {
            reply.accept(new Entry.Refused(occupied.why()));
        } else if (seating instanceof Seating.Failed failed) {
            reply.accept(new Entry.Failed(failed.why()));
        }
    }

    private static Entry of(Raised raised) {
        if (raised instanceof Raised.Won won) {
            return new Entry.Entered(won.store());
        } else if (raised instanceof Raised.Refused refused) {
            return new Entry.Refused(refused.why());
        }
        return new Entry.Failed(raised instanceof Raised.Failed failed ? failed.why() : "no term was won");
    }

    @Override
    public void close() {
        session.close();
        loop.close(LAST_ANSWERS);
    }

    private ZooKeeper handle() {
        return session.zooKeeper();
    }
}
