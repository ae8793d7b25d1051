package io.understudy.fencing.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/** The fence on one ZooKeeper session. The handle stays in here: what is handed out is the door of a term. */
public final class ZooKeeperFence implements Fence {

    private final ZooKeeperCalls calls;
    private final StoreAccess access;
    private final InstantSource clock;

    /**
     * @param zooKeeper the handle of the session, captured when it became this node's
     * @param loop on which replies come, and those of the terms won
     */
    public ZooKeeperFence(ZooKeeper zooKeeper, StoreAccess access, StoreLoop loop, InstantSource clock) {
        this.calls = new ZooKeeperCalls(zooKeeper, loop);
        this.access = access;
        this.clock = clock;
    }

    @Override
    public void raise(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
        Admission admission = new Admission(access, memory, candidate);
        calls.run(() -> {
            Raised late = new Raised.Failed(access.where() + " did not confirm a term within "
                    + access.deadline().toSeconds() + " s.");
            OneReply<Raised> once = new OneReply<>(calls, access.deadline(), late, reply);
            new TermAttempt(calls, clock, candidate, proof, admission, once).begin();
        });
    }
}
