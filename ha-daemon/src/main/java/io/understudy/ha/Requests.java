package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.admin.ControlDesk;
import io.understudy.ha.admin.Motive;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What operators ask of the cluster, as records under {@code control}. Nothing is decided here: {@link Switchovers} and
 * {@link Pauses} take up what concerns them, and whoever wins the next term the rest. Only that a switchover which comes to the
 * active itself is accepted as it is written: nobody else could accept it.
 *
 * @param self id of this node
 * @param pauses the pause that lasts now
 * @param serves whether this node serves in an epoch
 */
record Requests(
        String self,
        ControlBoard board,
        ClusterView cluster,
        Supplier<Optional<ControlDesk.Paused>> pauses,
        Predicate<Epoch> serves)
        implements ControlDesk {

    @Override
    public List<Entry> entries() {
        return Stream.of(
                        finalization(board.control(FinalizeRecord.NAME)).map(this::entry),
                        board.control(PauseRecord.NAME)
                                .flatMap(record -> PauseRecord.parse(record.json()))
                                .map(this::entry),
                        switchover(board.control(SwitchoverRecord.NAME)).map(this::entry))
                .flatMap(Optional::stream)
                .toList();
    }

    private Entry entry(FinalizeRecord request) {
        return new Entry(
                request.id(),
                FinalizeRecord.NAME,
                request.epoch(),
                Optional.empty(),
                request.by(),
                request.at(),
                request.fate(cluster.epoch(), cluster.storeFormat()));
    }

    private Entry entry(PauseRecord request) {
        boolean lasts =
                pauses.get().filter(now -> now.id().equals(request.id())).isPresent();
        return new Entry(
                request.id(),
                request.kind(),
                request.epoch(),
                Optional.empty(),
                request.by(),
                request.at(),
                lasts ? "accepted" : "done");
    }

    private Entry entry(SwitchoverRecord request) {
        Optional<String> active = cluster.active().map(ClusterView.ActiveNode::node);
        return new Entry(
                request.id(),
                SwitchoverRecord.NAME,
                request.epoch(),
                request.to(),
                request.by(),
                request.at(),
                request.fate(cluster.epoch(), active));
    }

    @Override
    public void requestSwitchover(Epoch epoch, Optional<String> to, Motive motive, Consumer<Left> reply) {
        String id = UUID.randomUUID().toString();
        Optional<ControlRecord> before = board.control(SwitchoverRecord.NAME);
        if (switchover(before).map(SwitchoverRecord::epoch).equals(Optional.of(epoch))) {
            reply.accept(new Left.Occupied("A switchover of epoch " + epoch + " is under way already."));
        } else {
            String json = new SwitchoverRecord(
                            id, epoch, to, by(motive), motive.reason(), Instant.now(), serves.test(epoch))
                    .toJson();
            write(SwitchoverRecord.NAME, before, json, outcome -> reply.accept(left(id, outcome)));
        }
    }

    @Override
    public void requestFormat(Epoch epoch, int format, Consumer<Left> reply) {
        String id = UUID.randomUUID().toString();
        Optional<ControlRecord> before = board.control(FinalizeRecord.NAME);
        Optional<FinalizeRecord> same =
                finalization(before).filter(record -> record.epoch().equals(epoch));
        if (same.isEmpty()) {
            String json = new FinalizeRecord(id, epoch, format, self, Instant.now()).toJson();
            write(FinalizeRecord.NAME, before, json, outcome -> reply.accept(left(id, outcome)));
        } else if (same.get().format() == format) {
            reply.accept(new Left.Standing(same.get().id()));
        } else {
            reply.accept(new Left.Occupied("Format " + same.get().format() + " was asked for in epoch " + epoch
                    + " already. Hand over, and repeat this."));
        }
    }

    @Override
    public Optional<Paused> paused() {
        return pauses.get();
    }

    @Override
    public void requestPause(Epoch epoch, Duration length, Motive motive, Consumer<Left> reply) {
        String id = UUID.randomUUID().toString();
        PauseRecord record = new PauseRecord(id, epoch, length, motive.reason().orElse(""), by(motive), Instant.now());
        write(
                PauseRecord.NAME,
                board.control(PauseRecord.NAME),
                record.toJson(),
                outcome -> reply.accept(left(id, outcome)));
    }

    @Override
    public void requestResume(Epoch epoch, Motive motive, Consumer<Left> reply) {
        requestPause(epoch, Duration.ZERO, motive, reply);
    }

    /** Of whom nothing is known, at least the node is, through which the request came. */
    private String by(Motive motive) {
        return motive.by().orElse(self);
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

    private static Optional<SwitchoverRecord> switchover(Optional<ControlRecord> standing) {
        return standing.flatMap(record -> SwitchoverRecord.parse(record.json()));
    }

    private static Optional<FinalizeRecord> finalization(Optional<ControlRecord> standing) {
        return standing.flatMap(record -> FinalizeRecord.parse(record.json()));
    }
}
