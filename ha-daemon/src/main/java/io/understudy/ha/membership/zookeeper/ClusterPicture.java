package io.understudy.ha.membership.zookeeper;

import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import java.util.List;
import java.util.Optional;

/**
 * What was last seen of the cluster.
 *
 * @param standalone whether the service runs alone on this store
 */
record ClusterPicture(
        String zookeeper,
        Optional<ActiveNode> active,
        List<Member> members,
        List<ControlRecord> controls,
        EpochSeen epoch,
        boolean standalone,
        boolean secretKnown) {

    static final ClusterPicture NOTHING =
            new ClusterPicture("disconnected", Optional.empty(), List.of(), List.of(), EpochSeen.NOTHING, false, false);

    ClusterPicture withZookeeper(String state) {
        return new ClusterPicture(state, active, members, controls, epoch, standalone, secretKnown);
    }

    /** This picture, but never with an older epoch than before. */
    ClusterPicture after(ClusterPicture before) {
        return new ClusterPicture(
                before.zookeeper,
                active,
                members,
                controls,
                epoch.after(before.epoch),
                standalone,
                secretKnown || before.secretKnown);
    }
}
