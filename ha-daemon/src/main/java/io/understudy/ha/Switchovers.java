package io.understudy.ha;

import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Planned switchovers: tells this node of the request that stands in {@code control/switchover}. The active accepts it
 * before anything happens; then the others but the one it names stay back from the election, and when they have, or after
 * a moment, the active hands over. Staying back is a preference: whoever wins the lock serves.
 */
final class Switchovers {

    private static final Duration WAIT_FOR_OTHERS = Duration.ofMillis(300);

    private final String self;
    private final ControlBoard board;
    private final ClusterView cluster;
    private final Node node;
    private final ScheduledExecutorService thread;
    private String taken = "";
    private String handed = "";

    /** @param thread everything happens on it */
    Switchovers(String self, ControlBoard board, ClusterView cluster, Node node, ScheduledExecutorService thread) {
        this.self = self;
        this.board = board;
        this.cluster = cluster;
        this.node = node;
        this.thread = thread;
    }

    /** Looks at the request that stands now. Called after every change in the cluster, on any thread. */
    void look() {
        thread.execute(() -> standing()
                .ifPresent(
                        record -> SwitchoverRecord.parse(record.json()).ifPresent(request -> look(record, request))));
    }

    private void look(ControlRecord record, SwitchoverRecord request) {
        if (!request.epoch().equals(cluster.epoch())) {
            return;
        }
        boolean active = node.gate().isOpen() && node.status().epoch().equals(request.epoch());
        if (active && !request.accepted()) {
            accept(record, request);
        } else if (active) {
            handOverOnceOthersAreBack(request);
        } else if (request.accepted() && !taken.equals(request.id())) {
            taken = request.id();
            if (request.to().isPresent()) {
                node.requestSwitchover(request.epoch(), request.to());
            }
        }
    }

    private void accept(ControlRecord record, SwitchoverRecord request) {
        if (!taken.equals(request.id())) {
            taken = request.id();
            board.replace(record.name(), request.accept().toJson(), record.version(), outcome -> look());
            var unused = thread.schedule(() -> handOver(request), WAIT_FOR_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void handOverOnceOthersAreBack(SwitchoverRecord request) {
        boolean allBack = cluster.members().stream()
                .filter(member -> !member.node().equals(self))
                .filter(member -> !request.to().equals(Optional.of(member.node())))
                .allMatch(ClusterView.Member::back);
        if (request.to().isEmpty() || allBack) {
            handOver(request);
        }
    }

    /** Only what is durably accepted: before that, another node may still see it refused. */
    private void handOver(SwitchoverRecord request) {
        boolean accepted = standing()
                .flatMap(record -> SwitchoverRecord.parse(record.json()))
                .filter(now -> now.id().equals(request.id()) && now.accepted())
                .isPresent();
        if (accepted && !handed.equals(request.id())) {
            handed = request.id();
            node.requestSwitchover(request.epoch(), request.to());
        }
    }

    private Optional<ControlRecord> standing() {
        return board.controls().stream()
                .filter(record -> record.name().equals(SwitchoverRecord.NAME))
                .findFirst();
    }
}
