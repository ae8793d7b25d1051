package io.understudy.ha.gateway;

import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the active can be reached from here, as it was measured: by answers to requests that were forwarded, and by
 * asking the active itself when there were none, so that a node without clients notices as well that it is cut off. Only
 * success counts: an active that never said a word is not reachable. Any thread may call.
 */
final class Reachability {

    /** How often to look whether the active has to be asked. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How long one question may take; while it does, no other is asked. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    /** How long an answer counts: one question may be lost. */
    static final Duration VALIDITY = INTERVAL.multipliedBy(2).plus(ANSWER_WITHIN);

    private final Office office;
    private final ClusterView cluster;
    private final Predicate<ActiveNode> candidate;
    private final Question question;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable ActiveNode> asked = new AtomicReference<>();
    private volatile @Nullable Contact contact;
    private volatile long lastReached;

    private record Contact(ActiveNode active, long at) {}

    /** Asks a node something short. */
    interface Question {

        /** Replies exactly once, within {@code limit}; empty if nothing came. */
        void ask(URI address, Duration limit, Consumer<Optional<Reply>> reply);
    }

    /**
     * Nothing was reached yet, and the time without an active begins now.
     *
     * @param candidate whether an active is one to forward to: another node, and not one to stay away from now
     */
    Reachability(
            Office office,
            ClusterView cluster,
            Predicate<ActiveNode> candidate,
            Question question,
            LongSupplier nanoTime) {
        this.office = office;
        this.cluster = cluster;
        this.candidate = candidate;
        this.question = question;
        this.nanoTime = nanoTime;
        this.lastReached = nanoTime.getAsLong();
    }

    /** Asks the active whether it serves, unless it was heard of just now or has a question to answer already. */
    void look() {
        if (office.open().isPresent()) {
            lastReached = nanoTime.getAsLong();
            return;
        }
        cluster.active()
                .filter(candidate)
                .filter(active -> !isHeardOf(active, INTERVAL.dividedBy(2)))
                .filter(active -> !active.equals(asked.getAndSet(active)))
                .ifPresent(this::ask);
    }

    private void ask(ActiveNode active) {
        question.ask(active.http().resolve("/ha/active"), ANSWER_WITHIN, answer -> {
            asked.compareAndSet(active, null);
            if (answer.filter(reply -> reply.status() == 200).isPresent()) {
                reached(active);
            }
        });
    }

    /** This node has answered as the active. What one says that is not the active any more does not count. */
    void reached(ActiveNode active) {
        if (cluster.active().equals(Optional.of(active))) {
            long now = nanoTime.getAsLong();
            contact = new Contact(active, now);
            lastReached = now;
        }
    }

    /** For how long nobody who serves could be reached from here; zero while somebody can. */
    Duration withoutActive() {
        boolean reachable = office.open().isPresent()
                || cluster.active()
                        .filter(candidate)
                        .filter(active -> isHeardOf(active, VALIDITY))
                        .isPresent();
        return reachable ? Duration.ZERO : Duration.ofNanos(Math.max(1, nanoTime.getAsLong() - lastReached));
    }

    private boolean isHeardOf(ActiveNode active, Duration within) {
        Contact last = contact;
        return last != null && last.active().equals(active) && nanoTime.getAsLong() - last.at() < within.toNanos();
    }
}
