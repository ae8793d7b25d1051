package io.understudy.ha.metrics;

import io.understudy.ha.admin.ControlDesk;
import io.understudy.ha.admin.Standing;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.NodeCounts;
import io.understudy.ha.node.NodeStatus;
import java.util.List;
import java.util.Map;

/** What the node is, what it sees of its cluster, and what became of its writes. */
record RoleMeters(Standing.Identity identity, Standing standing, ControlDesk desk, Workings workings) {

    private static final List<String> ROLES = List.of(
            "starting",
            "sidelined",
            "standby",
            "fencing",
            "recovering",
            "active",
            "suspended",
            "stepping-down",
            "halted");
    private static final List<String> CONNECTIONS = List.of("connected", "disconnected", "closed");

    void write(Sheet sheet) {
        sheet.gauge(
                "understudy.info",
                "What the node runs: always 1.",
                1,
                "version",
                identity.version(),
                "config",
                identity.configHash());
        writeRole(sheet, standing.status());
        writeCluster(sheet, standing.cluster());
        writeCounts(sheet, workings.counts());
    }

    private void writeRole(Sheet sheet, NodeStatus status) {
        boolean serving = standing.serves(status);
        sheet.flag("understudy.active", "Whether this node serves.", serving);
        sheet.choice(
                "understudy.role", "The role of this node: 1 for the one it has.", "role", ROLES, status.role(serving));
        sheet.gauge(
                "understudy.role.start.time.seconds",
                "When the role began, by this node's clock.",
                status.since().toEpochMilli() / 1000.0);
        sheet.gauge(
                "understudy.epoch",
                "The epoch of the term that this node holds, else the last one it knows.",
                status.epoch().number());
        sheet.flag("understudy.lock.held", "Whether this node holds the lock, as far as it knows.", status.holdsLock());
        sheet.flag("understudy.ready", "Whether this node could take over, or has.", status.ready());
        sheet.seconds("understudy.lease", "What is left of the lease; 0 or less without one.", standing.leaseLeft());
        sheet.gauge(
                "understudy.problems",
                "Sentences that say what is wrong; /ha/status has them.",
                status.reasons().size() + standing.problems().size());
        sheet.gauge(
                "understudy.warnings",
                "Sentences that say what should be known of the set-up; /ha/status has them.",
                standing.warnings().size());
    }

    private void writeCluster(Sheet sheet, ClusterView cluster) {
        sheet.choice(
                "understudy.zookeeper.session",
                "The state of this node's member session with ZooKeeper: 1 for the one it has.",
                "state",
                CONNECTIONS,
                cluster.zookeeper());
        List<ClusterView.Member> members = cluster.members();
        sheet.gauge("understudy.members", "Members that live, as this node sees it.", members.size());
        sheet.gauge(
                "understudy.ready.members",
                "Members that could take over, or have, as this node sees it.",
                members.stream().filter(ClusterView.Member::ready).count());
        sheet.flag(
                "understudy.paused",
                "Whether takeovers are paused.",
                desk.paused().isPresent());
    }

    private static void writeCounts(Sheet sheet, NodeCounts counts) {
        ROLES.forEach(role -> sheet.counter(
                "understudy.role.entries",
                "How often this node came to a role.",
                counts.entered().getOrDefault(role, 0L),
                "role",
                role));
        Map<String, Long> writes = Map.of(
                "written", counts.writes().written(),
                "conflict", counts.writes().conflicting(),
                "deposed", counts.writes().deposed(),
                "unknown", counts.writes().unknown());
        writes.forEach((result, count) -> sheet.counter(
                "understudy.fenced.writes",
                "Fenced writes of this node, heartbeats among them, by what became of them.",
                count,
                "result",
                result));
    }
}
