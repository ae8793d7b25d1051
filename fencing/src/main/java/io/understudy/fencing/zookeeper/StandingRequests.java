package io.understudy.fencing.zookeeper;

import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.PauseRequest;
import io.understudy.fencing.SwitchoverRequest;
import java.time.Instant;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;

/**
 * The requests that concern who wins a term, for whatever epoch they are.
 *
 * @param format that the format be raised
 * @param pause that nobody else take over for a while
 * @param switchover that another node serve
 */
record StandingRequests(
        Optional<FormatRequest> format, Optional<Written> pause, Optional<SwitchoverRequest> switchover) {

    static final StandingRequests NONE = new StandingRequests(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * A pause as it was read.
     *
     * @param zxid transaction that wrote it
     */
    record Written(PauseRequest request, long zxid) {}

    /**
     * Whether a lock was taken in a pause: after its record in ZooKeeper's order, and before its end by the clock that
     * wrote both.
     */
    boolean wasPausedAt(Stat lock) {
        return pause.filter(written -> written.zxid() < lock.getCzxid())
                .filter(written -> written.request().isOn(Instant.ofEpochMilli(lock.getCtime())))
                .isPresent();
    }
}
