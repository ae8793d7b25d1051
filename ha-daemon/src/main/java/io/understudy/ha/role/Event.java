package io.understudy.ha.role;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Term;
import java.util.List;

/**
 * A fact that concerns a node's role. Facts about a term carry its epoch, or its session while the epoch is not known;
 * those of another term change nothing.
 */
public sealed interface Event {

    /** What this fact means to a role. */
    Step on(Role role);

    /** The node was started. */
    record Started() implements Event {
        @Override
        public Step on(Role role) {
            return role.started();
        }
    }

    /** The node was asked to stop. */
    record StopRequested() implements Event {
        @Override
        public Step on(Role role) {
            return role.stopRequested();
        }
    }

    /** This node may lead the store. */
    record StoreAccepted() implements Event {
        @Override
        public Step on(Role role) {
            return role.storeAccepted();
        }
    }

    /** This node must not lead the store. */
    record StoreRefused(String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.storeRefused(this);
        }
    }

    /** Nobody can say whether this node may lead the store. */
    record StoreUnreachable(String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.storeUnreachable(this);
        }
    }

    /** A probe found this node well. */
    record Healthy() implements Event {
        @Override
        public Step on(Role role) {
            return role.healthy();
        }
    }

    /**
     * A probe found this node not well.
     *
     * @param successorReady whether another live member could take over
     */
    record Unhealthy(List<String> problems, boolean successorReady) implements Event {
        public Unhealthy {
            problems = List.copyOf(problems);
        }

        @Override
        public Step on(Role role) {
            return role.unhealthy(this);
        }
    }

    /** This node took the lock on a session, or found after a reconnection that it still has it. */
    record Elected(long session) implements Event {
        @Override
        public Step on(Role role) {
            return role.elected(this);
        }
    }

    /** The elector's session is gone and the lock with it. The elector stands for election again by itself. */
    record ElectionLost(String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.electionLost(this);
        }
    }

    /** The elector has given up; session and lock are gone. */
    record ElectionFailed(String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.electionFailed(this);
        }
    }

    /** The election was left; the lock is not ours. */
    record LockReleased() implements Event {
        @Override
        public Step on(Role role) {
            return role.lockReleased();
        }
    }

    /** The connection to ZooKeeper was lost; the session may live. */
    record Disconnected() implements Event {
        @Override
        public Step on(Role role) {
            return role.disconnected();
        }
    }

    /** A term was won. */
    record TermWon(Term term) implements Event {
        @Override
        public Step on(Role role) {
            return role.termWon(this);
        }
    }

    /** A term was not won on this session, as far as anybody knows. */
    record TermFailed(long session, String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.termFailed(this);
        }
    }

    /** The store refused this node as a leader. */
    record TermRefused(long session, String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.termRefused(this);
        }
    }

    /** The lock was taken during a pause: no term is won with it. */
    record TermPaused(long session, String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.termPaused(this);
        }
    }

    /** The service has read everything. */
    record ServiceReady(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.serviceReady(this);
        }
    }

    /** The service cannot serve in this term. */
    record ServiceFailed(Epoch epoch, String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.serviceFailed(this);
        }
    }

    /** It stands in the store that this node serves. */
    record ActiveAnnounced(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.activeAnnounced(this);
        }
    }

    /** It could not be written that this node serves. */
    record AnnouncementFailed(Epoch epoch, String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.announcementFailed(this);
        }
    }

    /** The quorum acknowledged that the term is in office, over a connection that stands. */
    record HeartbeatAcknowledged(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.heartbeatAcknowledged(this);
        }
    }

    /** The lease of the term is over. */
    record LeaseOver(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.leaseOver(this);
        }
    }

    /** One session timeout has passed since the last acknowledged operation was sent. */
    record TermLapsed(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.termLapsed(this);
        }
    }

    /** The store says that another epoch is in office. */
    record Deposed(Epoch epoch, String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.deposed(this);
        }
    }

    /** Someone asked, in a given epoch, that another node serve. */
    record SwitchoverRequested(Epoch epoch, Successor successor) implements Event {
        @Override
        public Step on(Role role) {
            return role.switchoverRequested(this);
        }
    }

    /** A look at the cluster found that it is paused and that this node may not take over. */
    record Paused(String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.paused(this);
        }
    }

    /** A look at the cluster found no pause, or one that lets this node take over. */
    record NotPaused() implements Event {
        @Override
        public Step on(Role role) {
            return role.notPaused();
        }
    }

    /** Another node began to serve. */
    record AnotherServes(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.anotherServes();
        }
    }

    /** The service has stopped: no write of it is in flight. */
    record ServiceStopped() implements Event {
        @Override
        public Step on(Role role) {
            return role.serviceStopped();
        }
    }

    /** It stands in the store that nobody serves, or that could not be written. */
    record ActiveCleared(Epoch epoch) implements Event {
        @Override
        public Step on(Role role) {
            return role.activeCleared(this);
        }
    }

    /** The wait for a cause is over. */
    record WokeUp(Cause cause) implements Event {
        @Override
        public Step on(Role role) {
            return role.wokeUp(this);
        }
    }

    /** Service or elector do not stop in time. */
    record Stuck(String why) implements Event {
        @Override
        public Step on(Role role) {
            return role.stuck(this);
        }
    }
}
