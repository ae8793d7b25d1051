package io.understudy.ha.node;

import io.understudy.fencing.Candidate;
import java.time.Duration;

/**
 * How a node goes about it.
 *
 * @param candidate who it is
 * @param sessionTimeout as configured; a term goes by the negotiated one
 * @param fenceDeadline for winning a term, for announcing it, and for clearing it
 * @param recoveryStall how long the service may make no progress while it gets ready
 * @param stopDeadline for the service to stop; after it the process ends
 */
public record NodeSettings(
        Candidate candidate,
        Duration sessionTimeout,
        Duration fenceDeadline,
        Duration recoveryStall,
        Duration stopDeadline) {

    /** Deadlines that suit a session timeout. */
    public static NodeSettings of(Candidate candidate, Duration sessionTimeout) {
        return new NodeSettings(
                candidate,
                sessionTimeout,
                sessionTimeout.multipliedBy(2),
                sessionTimeout.multipliedBy(2),
                Duration.ofSeconds(30));
    }

    /** A sixth of the session timeout: how often the node looks around. */
    Duration beat() {
        return sessionTimeout.dividedBy(6);
    }

    /**
     * For leaving the election; after it the process ends. The elector may be amidst three attempts to connect, each of
     * which lasts a session timeout.
     */
    Duration leaveDeadline() {
        return stopDeadline.plus(sessionTimeout.multipliedBy(5));
    }
}
