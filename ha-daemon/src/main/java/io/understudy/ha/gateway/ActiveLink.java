package io.understudy.ha.gateway;

import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The link from this node to the one that is active: whether there is one worth trying, and what it answers. An answer
 * counts only if it names a term that is not older than one already seen. Any thread may call.
 */
final class ActiveLink {

    /** What a node says of a request before any term sees it. */
    private static final Set<Integer> REQUESTS_OWN_FAULT = Set.of(400, 413, 414, 431);

    private final String self;
    private final ClusterView cluster;
    private final MarkSigner signer;
    private final Forwarder forwarder;
    private final Avoidance avoidance;
    private final Reachability reachability;
    private final AtomicLong highestEpoch = new AtomicLong();

    ActiveLink(
            String self,
            ClusterView cluster,
            MarkSigner signer,
            Forwarder forwarder,
            Avoidance avoidance,
            Reachability reachability) {
        this.self = self;
        this.cluster = cluster;
        this.signer = signer;
        this.forwarder = forwarder;
        this.avoidance = avoidance;
        this.reachability = reachability;
    }

    /** Who serves, whether it can be reached or not. */
    Optional<ActiveNode> active() {
        return cluster.active();
    }

    /** Whether this active is not worth trying now. */
    boolean avoids(ActiveNode active) {
        return isOver(active) || avoidance.avoids(active);
    }

    /** Whether a later term than this active's has been heard of. */
    boolean isOver(ActiveNode active) {
        return active.epoch().number() < highestEpoch.get();
    }

    /** Whether somebody is about to serve, as far as can be told from here. */
    boolean takeoverUnderWay() {
        return active().filter(a -> !a.node().equals(self) && !avoids(a)).isEmpty()
                && cluster.zookeeper().equals("connected")
                && cluster.members().stream().anyMatch(ClusterView.Member::ready);
    }

    /** The view of the cluster has changed: connections and flights follow it. */
    void changed() {
        active().ifPresent(active -> {
            forwarder.abandonBefore(active.epoch());
            if (!active.node().equals(self)) {
                forwarder.warm(active.http());
            }
        });
    }

    /** Takes the place of one request on the way to this active; false if there is none. */
    boolean reserve(ActiveNode active) {
        if (!forwarder.reserve()) {
            return false;
        }
        boolean mayTry = avoidance.mayTry(active);
        if (!mayTry) {
            forwarder.cancelReservation();
        }
        return mayTry;
    }

    /** Gives a place back that {@link #forward} did not use. */
    void cancelReservation() {
        forwarder.cancelReservation();
    }

    /**
     * Sends a request there; uses up a reservation. Replies exactly once.
     *
     * @param deadline until when an answer must have come, or have begun if it is a long one
     */
    void forward(EdgeRequest request, ActiveNode active, long deadline, Consumer<Upstream> reply) {
        Mark mark = new Mark(self, active.epoch(), request.caller(), request.key());
        Optional<String> signed = signer.sign(mark, request.method(), request.target());
        if (signed.isEmpty()) {
            forwarder.cancelReservation();
            avoidance.avoid(active);
            reply.accept(new Upstream.NotProcessed("this node does not know the cluster's secret yet"));
            return;
        }
        forwarder.forward(request, signed.get(), active, deadline, upstream -> reply.accept(judge(active, upstream)));
    }

    private Upstream judge(ActiveNode active, Upstream upstream) {
        Upstream judged = upstream;
        if (upstream instanceof Upstream.Answered answered) {
            judged = judge(active, answered.head(), upstream);
        } else if (upstream instanceof Upstream.Streaming streaming) {
            judged = judge(active, streaming.head(), upstream);
        }
        if (judged != upstream) {
            upstream.discard();
        }
        if (judged instanceof Upstream.NotProcessed) {
            avoidance.avoid(active);
        } else if (judged instanceof Upstream.Answered || judged instanceof Upstream.Streaming) {
            avoidance.reached(active);
        }
        return judged;
    }

    private Upstream judge(ActiveNode active, Upstream.Head head, Upstream answer) {
        if (head.outcomeUnknown()) {
            return new Upstream.Broken("that node does not know what became of it");
        }
        return head.epoch() < 0 ? judgeWithoutTerm(active, head, answer) : judgeByTerm(active, head.epoch(), answer);
    }

    /**
     * What an answer that names no term means. That a request was not processed is believed only from that node itself,
     * and only where it says that repeating is safe; what nobody here understands may have been processed.
     */
    static Upstream judgeWithoutTerm(ActiveNode active, Upstream.Head head, Upstream answer) {
        int status = head.status();
        if (status == 421) {
            return new Upstream.NotProcessed("that node is not the active of that term");
        }
        boolean known = head.node().equals(active.node());
        if (known && status == 403) {
            return new Upstream.TurnedAway("that node does not accept this node's signature");
        }
        if (known && status == 503 && head.headers().containsKey("Retry-After")) {
            return new Upstream.TurnedAway("that node cannot take it now");
        }
        return known && REQUESTS_OWN_FAULT.contains(status)
                ? answer
                : new Upstream.Broken("that node answered " + status + " for no term");
    }

    private Upstream judgeByTerm(ActiveNode active, long epoch, Upstream answer) {
        long seen = Math.max(
                highestEpoch.accumulateAndGet(epoch, Math::max), cluster.epoch().number());
        if (epoch < seen) {
            return new Upstream.Broken("that answer was of epoch " + epoch + ", and " + seen + " has begun");
        }
        reachability.reached(active);
        return answer;
    }
}
