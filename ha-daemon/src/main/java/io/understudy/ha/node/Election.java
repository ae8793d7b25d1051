package io.understudy.ha.node;

import io.understudy.fencing.Fence;
import io.understudy.fencing.LockProof;

/**
 * The election for the one lock. The node's thread calls; calls return at once. What happens is told to the listener, on
 * threads of the adapter that must not be blocked.
 */
public interface Election {

    /** Stands for election until {@link #leave}, under a listener of its own for each candidacy. */
    void join(Listener listener);

    /**
     * Stands no more: closes the session, which gives the lock up, then calls {@code done}, once. Cheap when not
     * joined.
     */
    void leave(Runnable done);

    /**
     * Whether a session holds the lock, over a connection that stands, and was looked at since it stands. Of one session:
     * its successor on this very node may hold the lock when others have had it in between. Any thread may ask, at no
     * cost.
     */
    boolean holdsLock(long session);

    /** What happens in the election. */
    interface Listener {

        /** The lock is held; also told again after each reconnection on which it still is. */
        void elected(Lock lock);

        /** The connection was lost; the session may live. {@link #holdsLock} is false already. */
        void disconnected();

        /** The lock is gone, usually with its session; the elector stands again by itself. */
        void lost(String why);

        /** The elector gave up; its session is closed. Nothing more comes from this candidacy. */
        void failed(String why);
    }

    /**
     * The lock as this node took it.
     *
     * @param session id of the ZooKeeper session that holds it
     * @param fence raises the fence on that very session
     * @param proof that the lock is held
     */
    record Lock(long session, Fence fence, LockProof proof) {}
}
