package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.admin.ControlDesk;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What operators ask of the cluster, as records under {@code control}. Nothing is decided here: {@link Switchovers} takes
 * up what stands there.
 *
 * @param self id of this node
 */
record Requests(String self, ControlBoard board, ClusterView cluster) implements ControlDesk {

    @Override
    public List<Entry> entries() {
        Optional<String> active = cluster.active().map(ClusterView.ActiveNode::node);
        return standing(SwitchoverRecord.NAME)
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
        Optional<ControlRecord> before = standing(SwitchoverRecord.NAME);
        Optional<Epoch> epochBefore =
                before.flatMap(record -> SwitchoverRecord.parse(record.json())).map(SwitchoverRecord::epoch);
        if (epochBefore.equals(Optional.of(epoch))) {
            reply.accept(new Left.Occupied("A switchover of epoch " + epoch + " is under way already."));
        } else {
            String json = new SwitchoverRecord(id, epoch, to, self, Instant.now(), false).toJson();
            write(SwitchoverRecord.NAME, before, json, outcome -> reply.accept(left(id, outcome)));
        }
    }

    private void write(String name, Optional<ControlRecord> before, String json, Consumer<ControlOutcome> reply) {
        if (before.isPresent()) {
            board.replace(name, json, before.get().version(), reply);
        } else {
            board.create(name, json, reply);
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

    private Optional<ControlRecord> standing(String name) {
        return board.controls().stream()
                .filter(record -> record.name().equals(name))
                .findFirst();
    }
}
