package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.admin.ControlDesk;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Planned switchovers: takes requests to {@code control/switchover}, and tells this node of those that stand there. The
 * active accepts a request before anything happens; then the others but the one it names stay back from the election, and
 * when they have, or after a moment, the active hands over. Staying back is a preference: whoever wins the lock serves.
 */
final class Switchovers implements ControlDesk {

    private static final Duration WAIT_FOR_OTHERS = Duration.ofMillis(300);

    private final String self;
    private final ControlBoard board;
    private final ClusterView cluster;
    private final Node node;
    private final ScheduledExecutorService thread;
    private String taken = "";
    private String handed = "";

    /** @param thread everything but {@link #entries} happens on it */
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

    @Override
    public List<Entry> entries() {
        Optional<String> active = cluster.active().map(ClusterView.ActiveNode::node);
        return standing()
                .flatMap(record -> SwitchoverRecord.parse(record.json()))
                .map(request -> new Entry(
                        request.id(),
                        SwitchoverRecord.NAME,
                        request.epoch(),
                        request.to(),
                        request.by(),
                        request.at(),
                        request.fate(cluster.epoch(), active)))
                .stream()
                .toList();
    }

    @Override
    public void requestSwitchover(Epoch epoch, Optional<String> to, Consumer<Left> reply) {
        String id = UUID.randomUUID().toString();
        String json = new SwitchoverRecord(id, epoch, to, self, Instant.now(), false).toJson();
        Consumer<ControlOutcome> told = outcome -> reply.accept(left(id, outcome));
        Optional<ControlRecord> before = standing();
        Optional<Epoch> epochBefore =
                before.flatMap(record -> SwitchoverRecord.parse(record.json())).map(SwitchoverRecord::epoch);
        if (before.isEmpty()) {
            board.create(SwitchoverRecord.NAME, json, told);
        } else if (epochBefore.equals(Optional.of(epoch))) {
            reply.accept(new Left.Occupied("A switchover of epoch " + epoch + " is under way already."));
        } else {
            board.replace(SwitchoverRecord.NAME, json, before.get().version(), told);
        }
    }

    private static Left left(String id, ControlOutcome outcome) {
        if (outcome instanceof ControlOutcome.Done) {
            return new Left.Standing(id);
        }
        return outcome instanceof ControlOutcome.Unknown unknown
                ? new Left.Failed(unknown.why())
                : new Left.Occupied("Another request came first.");
    }

    private Optional<ControlRecord> standing() {
        return board.controls().stream()
                .filter(record -> record.name().equals(SwitchoverRecord.NAME))
                .findFirst();
    }
}
