package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Planned switchovers: tells this node of the request that stands in {@code control/switchover}. The active accepts it
 * before anything happens; then the others but the one it names stay back from the election, and those whom a pause kept
 * out join it. When that is so, or a moment after the acceptance was seen, the active hands over. Staying back is a
 * preference: whoever wins the lock serves.
 */
final class Switchovers {

    private static final Duration WAIT_FOR_OTHERS = Duration.ofMillis(300);

    private final String self;
    private final ControlBoard board;
    private final ClusterView cluster;
    private final Predicate<Epoch> serves;
    private final BiConsumer<Epoch, Optional<String>> order;
    private final Loop loop;
    private String offered = "";
    private String awaited = "";
    private String handed = "";

    /**
     * @param serves whether this node serves in an epoch
     * @param order tells this node of a request that was accepted
     * @param loop everything happens on it
     */
    Switchovers(
            String self,
            ControlBoard board,
            ClusterView cluster,
            Predicate<Epoch> serves,
            BiConsumer<Epoch, Optional<String>> order,
            Loop loop) {
        this.self = self;
        this.board = board;
        this.cluster = cluster;
        this.serves = serves;
        this.order = order;
        this.loop = loop;
    }

    /** Looks at the request that stands now. Called after every change in the cluster, on any thread. */
    void look() {
        loop.execute(() -> board.control(SwitchoverRecord.NAME)
                .ifPresent(
                        record -> SwitchoverRecord.parse(record.json()).ifPresent(request -> look(record, request))));
    }

    private void look(ControlRecord record, SwitchoverRecord request) {
        if (!request.epoch().equals(cluster.epoch())) {
            return;
        }
        boolean active = serves.test(request.epoch());
        if (active && !request.accepted()) {
            accept(record, request);
        } else if (active) {
            handOverSoon(request);
        } else if (request.accepted() && request.to().isPresent()) {
            hand(request);
        }
    }

    /** What became of it shows on the board; if nobody can say, it is looked at again. */
    private void accept(ControlRecord record, SwitchoverRecord request) {
        if (!offered.equals(request.id())) {
            offered = request.id();
            board.replace(record.name(), request.accept().toJson(), record.version(), outcome -> {
                if (!(outcome instanceof ControlOutcome.Done)) {
                    loop.after(WAIT_FOR_OTHERS, this::offerAgain);
                }
            });
        }
    }

    private void offerAgain() {
        offered = "";
        look();
    }

    /** Only what is seen to be accepted: before that, another node may still see it refused. */
    private void handOverSoon(SwitchoverRecord request) {
        if (!awaited.equals(request.id())) {
            awaited = request.id();
            loop.after(WAIT_FOR_OTHERS, () -> hand(request));
        }
        List<ClusterView.Member> others = cluster.members().stream()
                .filter(member -> !member.node().equals(self))
                .toList();
        boolean stands = others.stream().anyMatch(member -> isCandidate(member, request) && member.ready());
        boolean back = others.stream().allMatch(member -> isCandidate(member, request) || member.back());
        if (stands && back) {
            hand(request);
        }
    }

    private static boolean isCandidate(ClusterView.Member member, SwitchoverRecord request) {
        return request.to().map(member.node()::equals).orElse(true);
    }

    private void hand(SwitchoverRecord request) {
        if (!handed.equals(request.id())) {
            handed = request.id();
            order.accept(request.epoch(), request.to());
        }
    }
}
