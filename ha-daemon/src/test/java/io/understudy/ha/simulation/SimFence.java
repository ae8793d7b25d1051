package io.understudy.ha.simulation;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.Term;
import java.time.Instant;
import java.util.function.Consumer;

/** Wins terms on one session as the adapter does: read, check the lock, one transaction. */
final class SimFence implements Fence {

    private static final int PAUSED = -2;

    private final World world;
    private final SimProcess process;
    private final SimSession session;

    SimFence(World world, SimProcess process, SimSession session) {
        this.world = world;
        this.process = process;
        this.session = session;
    }

    @Override
    public void raise(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
        attempt(candidate, proof, memory, raised -> process.replies().arrive(() -> reply.accept(raised)));
    }

    private void attempt(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
        SimZooKeeper server = world.zooKeeper();
        session.request(() -> head(candidate), version -> {
            if (version.isEmpty()) {
                reply.accept(new Raised.Failed("the connection was lost"));
            } else if (version.get() == PAUSED) {
                reply.accept(new Raised.Paused("the cluster is paused"));
            } else if (version.get() < 0) {
                reply.accept(new Raised.LockNotHeld("another session has the lock"));
            } else if (new Epoch(server.epoch()).isBefore(memory.epoch())) {
                reply.accept(new Raised.Refused("the store is older than what this node has seen"));
            } else {
                win(version.get(), candidate, proof, memory, reply);
            }
        });
    }

    private int head(Candidate candidate) {
        SimZooKeeper server = world.zooKeeper();
        if (server.lockOwner() != session.id()) {
            return -1;
        }
        return server.lets(candidate.node(), session.id()) ? server.epochVersion() : PAUSED;
    }

    private void win(int version, Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
        long sent = process.nanoTime();
        session.request(() -> world.zooKeeper().raise(version, candidate.node(), session.id()), raised -> {
            if (raised.isEmpty()) {
                reply.accept(new Raised.Failed("nobody can say whether the term was won"));
            } else if (raised.get() == 0) {
                attempt(candidate, proof, memory, reply);
            } else {
                reply.accept(new Raised.Won(
                        new SimStore(world, process, session, term(raised.get(), version, candidate), sent)));
            }
        });
    }

    private Term term(long epoch, int version, Candidate candidate) {
        return new Term(
                World.STORE,
                new Epoch(epoch),
                version + 1,
                candidate.node(),
                candidate.incarnation(),
                session.id(),
                Instant.EPOCH,
                new IdBlock(0, 1000),
                1);
    }
}
