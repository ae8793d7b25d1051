package io.understudy.fencing.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.StoreState.Unreachable;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/**
 * Tells whether a node may work with the store, before it joins the election: standby nodes must say what is wrong, too.
 * Reads only. Any thread may call; the reply comes on the loop.
 */
public final class StoreCheck {

    private final ZooKeeperCalls calls;
    private final StoreAccess access;

    /** @param loop on which replies come */
    public StoreCheck(ZooKeeper zooKeeper, StoreAccess access, StoreLoop loop) {
        this.calls = new ZooKeeperCalls(zooKeeper, loop);
        this.access = access;
    }

    /**
     * Looks at the store once.
     *
     * @param memory what this node remembers of the store
     * @param candidate this node
     */
    public void check(StoreMemory memory, Candidate candidate, Consumer<StoreState> reply) {
        Admission admission = new Admission(access, memory, candidate);
        calls.run(() -> look(admission, new OneReply<>(calls, access.deadline(), silent(access), reply)));
    }

    private void look(Admission admission, Consumer<StoreState> reply) {
        HeadReading.read(calls, access.layout(), reading -> reply.accept(judge(admission, reading)));
    }

    private StoreState judge(Admission admission, HeadReading reading) {
        if (reading instanceof HeadReading.Read read) {
            return admission.judge(read.head());
        }
        if (reading instanceof HeadReading.NoEpoch none) {
            return admission.judgeMissing(none.nextId());
        }
        if (reading instanceof HeadReading.Damaged damaged) {
            return admission.judgeDamaged(damaged.why());
        }
        return reading instanceof HeadReading.Forbidden ? admission.judgeForbidden() : silent(access);
    }

    static Unreachable silent(StoreAccess access) {
        return new Unreachable(access.where() + " does not answer. Start it, or correct its address.");
    }
}
