package io.understudy.ha.admin.rpc;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.LocalHandler;
import io.understudy.ha.gateway.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Brings an order that came over RPC where {@code POST /ha/*} would have brought it, as asked for by the RPC's user. On a
 * handler's thread only.
 */
public final class OrderDesk {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final LocalHandler administration;
    private final RpcCallers callers;

    /** @param administration answers {@code POST /ha/*} */
    public OrderDesk(LocalHandler administration, RpcCallers callers) {
        this.administration = administration;
        this.callers = callers;
    }

    /**
     * Gives an order and waits for its answer.
     *
     * @param path such as {@code /ha/switchover}
     * @throws AccessControlException if this user is not believed
     * @throws OutcomeUnknownException if no answer comes in time
     */
    Reply give(String path, Map<String, Object> wish) throws IOException {
        EdgeRequest order = callers.order(path, wish);
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        administration.handle(order, reply::complete);
        try {
            return reply.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new OutcomeUnknownException("The order was not answered within " + LIMIT.toSeconds() + " s.");
        }
    }
}
