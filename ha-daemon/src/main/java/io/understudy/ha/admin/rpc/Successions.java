package io.understudy.ha.admin.rpc;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets callers wait until somebody serves in a later epoch. Any thread may call. */
public final class Successions {

    private final ClusterView cluster;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /** Looks after every change of {@code cluster}, from now on. */
    public Successions(ClusterView cluster) {
        this.cluster = cluster;
        cluster.onChange(() -> waiters.forEach(this::look));
    }

    private record Waiter(Epoch epoch, CompletableFuture<ActiveNode> next) {}

    /** Waits for whoever serves after {@code epoch}; empty if nobody does within {@code limit}. */
    Optional<ActiveNode> await(Epoch epoch, Duration limit) {
        Waiter waiter = new Waiter(epoch, new CompletableFuture<>());
        waiters.add(waiter);
        look(waiter);
        try {
            return Optional.of(waiter.next().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } finally {
            waiters.remove(waiter);
        }
    }

    private void look(Waiter waiter) {
        cluster.active()
                .filter(active -> waiter.epoch().isBefore(active.epoch()))
                .ifPresent(waiter.next()::complete);
    }
}
