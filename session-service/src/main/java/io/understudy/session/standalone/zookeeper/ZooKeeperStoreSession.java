package io.understudy.session.standalone.zookeeper;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.zookeeper.OpennessCheck;
import io.understudy.fencing.zookeeper.StandaloneSeat;
import io.understudy.fencing.zookeeper.StandaloneSeat.Seating;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperFence;
import io.understudy.fencing.zookeeper.ZooKeeperSession;
import io.understudy.fencing.zookeeper.ZooKeeperSessions;
import io.understudy.session.config.ProductVersion;
import io.understudy.session.standalone.term.StoreSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ZooKeeper session of the service alone. */
public final class ZooKeeperStoreSession implements StoreSession {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperStoreSession.class);

    private final ZooKeeperSession session;
    private final StoreAccess access;
    private final Member self;
    private final StoreLoop loop;

    private ZooKeeperStoreSession(ZooKeeperSession session, StoreAccess access, Member self, StoreLoop loop) {
        this.session = session;
        this.access = access;
        this.self = self;
        this.loop = loop;
    }

    /**
     * Who sits there.
     *
     * @param record what stands at the seat, for people; not copied
     * @param candidate who it is as it asks for a term
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Member(byte[] record, Candidate candidate) {

        /** The member that {@code self} is, reached at {@code http}. */
        public static Member of(Candidate self, String http) {
            ObjectNode json = new ObjectMapper()
                    .createObjectNode()
                    .put("format", 1)
                    .put("node", self.node())
                    .put("http", http)
                    .put("incarnation", self.incarnation())
                    .put("version", ProductVersion.current())
                    .put("since", Instant.now().toString());
            return new Member(json.toString().getBytes(StandardCharsets.UTF_8), self);
        }
    }

    /**
     * Opens sessions at {@code address}.
     *
     * @param loop on which replies come; it must live longer than the sessions
     */
    public static Opener opener(ZooKeeperAddress address, StoreAccess access, Member self, StoreLoop loop) {
        ZooKeeperSessions sessions = new ZooKeeperSessions(address, loop);
        return ended -> {
            try {
                ZooKeeperSession session = sessions.open((handle, state) -> {
                    switch (state) {
                        case EXPIRED -> ended.accept(End.EXPIRED);
                        case REFUSED -> ended.accept(End.REFUSED);
                        case CONNECTED, DISCONNECTED -> {
                            // The answers to our calls and the lease say what that means.
                        }
                    }
                });
                return new ZooKeeperStoreSession(session, access, self, loop);
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        };
    }

    @Override
    public void takeSeat(StoreMemory memory, Consumer<Seat> reply) {
        new StoreSetup(handle(), access, loop, Clock.systemUTC())
                .prepare(memory, self.candidate(), state -> onStore(state, reply));
    }

    @Override
    public Fence fence() {
        return new ZooKeeperFence(handle(), access, loop, Clock.systemUTC());
    }

    @Override
    public void close() {
        session.close();
    }

    private void onStore(StoreState state, Consumer<Seat> reply) {
        if (state instanceof StoreState.Joinable) {
            new StandaloneSeat(handle(), access, loop).take(self.record(), seating -> onSeat(seating, reply));
        } else if (state instanceof StoreState.Refused refused) {
            reply.accept(new Seat.Refused(refused.why()));
        } else {
            reply.accept(new Seat.Unreachable());
        }
    }

    private void onSeat(Seating seating, Consumer<Seat> reply) {
        if (seating instanceof Seating.Taken) {
            new OpennessCheck(handle(), access, loop).check(open -> open.ifPresent(LOG::warn));
        }
        reply.accept(seat(seating));
    }

    private static Seat seat(Seating seating) {
        if (seating instanceof Seating.Taken) {
            return new Seat.Taken();
        } else if (seating instanceof Seating.Occupied occupied) {
            return new Seat.Refused(occupied.why());
        }
        return new Seat.Unreachable();
    }

    private ZooKeeper handle() {
        return session.zooKeeper();
    }
}
