package io.understudy.ha.membership;

import io.understudy.fencing.Epoch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What ZooKeeper has of a cluster at one moment, for somebody who is no member.
 *
 * @param active the node that serves, by its own sign
 * @param members that live
 * @param controls the requests that stand
 * @param history the records of the last terms, each as JSON, the newest last
 * @param negotiated the session timeout that ZooKeeper granted
 * @param openToAll whether strangers may do something to the store
 */
public record Glance(
        Optional<String> active,
        List<Member> members,
        Epoch epoch,
        List<ControlRecord> controls,
        List<String> history,
        Duration negotiated,
        boolean openToAll) {

    /**
     * A node that lives.
     *
     * @param ready whether it could take over
     * @param since when it was started
     */
    public record Member(String node, String version, String configHash, boolean ready, Instant since) {}
}
