package io.understudy.ha;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.Traffic;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import io.understudy.ha.node.Loop;
import io.understudy.ha.node.Toll;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a change of office costs clients. Each node counts for itself and shows it once somebody serves again; whoever serves
 * then adds all that up for the history, as soon as every living member has shown its own, or without those that are late.
 */
final class Tolls {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ClusterView cluster;
    private final Supplier<Traffic.Counts> counts;
    private final Consumer<Toll> show;
    private final Predicate<Epoch> serves;
    private final BiConsumer<Epoch, Map<String, Toll>> report;
    private final Loop loop;
    private Epoch shown = Epoch.NONE;
    private Epoch reported = Epoch.NONE;
    private Traffic.Counts before = new Traffic.Counts(0, 0);

    /**
     * @param counts of this node's clients
     * @param show shows the others what this node has counted
     * @param serves whether this node serves in an epoch
     * @param report takes what all nodes have counted, by node, if this node serves
     * @param loop everything happens on it
     */
    Tolls(
            ClusterView cluster,
            Supplier<Traffic.Counts> counts,
            Consumer<Toll> show,
            Predicate<Epoch> serves,
            BiConsumer<Epoch, Map<String, Toll>> report,
            Loop loop) {
        this.cluster = cluster;
        this.counts = counts;
        this.show = show;
        this.serves = serves;
        this.report = report;
        this.loop = loop;
    }

    /** Looks who serves, and what the others show. Called after every change in the cluster, on any thread. */
    void look() {
        loop.execute(() -> cluster.active().map(ActiveNode::epoch).ifPresent(this::look));
    }

    private void look(Epoch epoch) {
        if (shown.isBefore(epoch)) {
            shown = epoch;
            Traffic.Counts now = counts.get();
            show.accept(new Toll(epoch, now.held() - before.held(), now.failed() - before.failed()));
            before = now;
            loop.after(PATIENCE, () -> addUp(epoch));
        }
        List<Member> members = cluster.members();
        if (!members.isEmpty() && members.stream().allMatch(member -> isOf(epoch, member))) {
            addUp(epoch);
        }
    }

    private void addUp(Epoch epoch) {
        if (reported.isBefore(epoch) && serves.test(epoch)) {
            reported = epoch;
            report.accept(
                    epoch,
                    cluster.members().stream()
                            .filter(member -> isOf(epoch, member))
                            .collect(Collectors.toMap(
                                    Member::node, member -> member.toll().orElseThrow())));
        }
    }

    private static boolean isOf(Epoch epoch, Member member) {
        return member.toll().filter(toll -> toll.epoch().equals(epoch)).isPresent();
    }
}
