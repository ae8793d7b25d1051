package io.understudy.ha.election;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.custody.zookeeper.Tickets;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/**
 * Wins a term only on a session that is in custody: whoever is in office can be put out of it at once when it dies.
 *
 * @param session that is connected and has the lock
 * @param fence on that session
 */
record FenceInCustody(Custodian custodian, ZooKeeper session, Fence fence) implements Fence {

    static final String PURPOSE = "election";

    @Override
    public void raise(Candidate candidate, LockProof proof, StoreMemory memory, Consumer<Raised> reply) {
        custodian.keep(PURPOSE, Tickets.of(session), () -> fence.raise(candidate, proof, memory, reply));
    }
}
