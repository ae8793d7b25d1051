package io.understudy.ha;

import io.understudy.fencing.PauseRequest;
import io.understudy.ha.admin.ControlDesk.Paused;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pauses: tells this node whether the one that stands in {@code control/pause} forbids it to take over. It ends by
 * ZooKeeper's clock, and whatever that says, not later than its length after it was first seen.
 */
final class Pauses {

    private final String self;
    private final ControlBoard board;
    private final ClusterView cluster;
    private final Consumer<Optional<String>> report;
    private final Loop loop;
    private Optional<Latest> latest = Optional.empty();
    private Loop.Timer nextLook = () -> {};
    private volatile Optional<Paused> current = Optional.empty();

    /** When the pause that was seen last has to be over, as {@link Loop#nanoTime()}. */
    private record Latest(ControlRecord record, long end) {}

    /**
     * @param report told after every look why this node may not take over, if it may not
     * @param loop everything happens on it
     */
    Pauses(String self, ControlBoard board, ClusterView cluster, Consumer<Optional<String>> report, Loop loop) {
        this.self = self;
        this.board = board;
        this.cluster = cluster;
        this.report = report;
        this.loop = loop;
    }

    /** The pause that lasts now, if one does, whomever it concerns. Any thread may ask. */
    Optional<Paused> current() {
        return current;
    }

    /** Looks at the request that stands now. Called after every change in the cluster, on any thread. */
    void look() {
        loop.execute(this::judge);
    }

    private void judge() {
        current = board.control(PauseRecord.NAME).flatMap(this::lasting);
        report.accept(current.filter(paused -> !isLet()).map(this::sentence));
    }

    private Optional<Paused> lasting(ControlRecord record) {
        return PauseRecord.parse(record.json())
                .filter(pause -> !isOver(record, pause.request(record)))
                .map(pause -> new Paused(pause.id(), pause.request(record).until(), pause.by(), pause.reason()));
    }

    private boolean isOver(ControlRecord record, PauseRequest request) {
        Latest now = latest.filter(known -> known.record().equals(record))
                .orElseGet(() ->
                        new Latest(record, loop.nanoTime() + request.length().toNanos()));
        latest = Optional.of(now);
        Duration longest = Duration.ofNanos(now.end() - loop.nanoTime());
        Duration left = board.time()
                .map(time -> Duration.between(time, request.until()))
                .filter(byZooKeeper -> byZooKeeper.compareTo(longest) < 0)
                .orElse(longest);
        boolean over = left.isNegative() || left.isZero();
        nextLook.cancel();
        nextLook = over ? () -> {} : loop.after(left, this::judge);
        return over;
    }

    private boolean isLet() {
        return PauseRequest.lets(
                self,
                cluster.epoch(),
                cluster.leader(),
                board.control(SwitchoverRecord.NAME)
                        .flatMap(record -> SwitchoverRecord.parse(record.json()))
                        .map(SwitchoverRecord::request));
    }

    private String sentence(Paused paused) {
        return paused.sentence() + ": only " + cluster.leader().orElse("nobody") + " may take over";
    }
}
