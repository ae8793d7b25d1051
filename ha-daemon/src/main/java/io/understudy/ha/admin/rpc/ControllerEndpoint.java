package io.understudy.ha.admin.rpc;

import io.understudy.fencing.Epoch;
import io.understudy.ha.admin.Standing;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.hadoop.ha.ServiceFailedException;
import org.apache.hadoop.ha.ZKFCProtocol;
import org.apache.hadoop.security.AccessControlException;

/**
 * ZKFCProtocol of a node that takes part in the election itself: a failover to this node is a switchover, and ceding is a
 * step-down. Each call returns when somebody serves in a later epoch, and waits for that a bounded time.
 */
public final class ControllerEndpoint implements ZKFCProtocol {

    /** How many may wait at a time, so that handlers are left for those who only ask. */
    private static final int WAITING = 3;

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final String self;
    private final Standing standing;
    private final OrderDesk desk;
    private final Successions successions;
    private final Semaphore seats = new Semaphore(WAITING);

    /** @param self id of this node */
    public ControllerEndpoint(String self, Standing standing, OrderDesk desk, Successions successions) {
        this.self = self;
        this.standing = standing;
        this.desk = desk;
        this.successions = successions;
    }

    /** Makes this node active. Done at once if it is. */
    @Override
    public void gracefulFailover() throws IOException {
        if (!standing.serves(standing.status())) {
            Epoch epoch = standing.cluster()
                    .active()
                    .map(ActiveNode::epoch)
                    .orElseThrow(() -> new NobodyActiveException("no node is active: there is nothing to hand over"));
            ActiveNode now = handOver("/ha/switchover", epoch, Map.of("to", self));
            if (!now.node().equals(self)) {
                throw new OutcomeUnknownException(
                        "succeeded elsewhere: " + now.node() + " serves in epoch " + now.epoch() + ", not " + self);
            }
        }
    }

    /**
     * Lets this node step down, if it is active.
     *
     * @param millisToCede of no account: a node that stepped down stands again as soon as another one serves
     */
    @Override
    public void cedeActive(int millisToCede) throws IOException {
        Optional<Epoch> own = standing.open();
        if (own.isPresent()) {
            ActiveNode now = handOver("/ha/step-down", own.get(), Map.of());
            if (now.node().equals(self)) {
                throw new OutcomeUnknownException(
                        self + " took over again in epoch " + now.epoch() + ": nobody else did in time");
            }
        }
    }

    /** Orders the end of a term, and waits for whoever serves then. */
    private ActiveNode handOver(String path, Epoch epoch, Map<String, Object> wish) throws IOException {
        if (!seats.tryAcquire()) {
            throw new ServiceFailedException("Too many wait here already for a change of the active. Try again later.");
        }
        try {
            order(path, epoch, wish);
            return successions
                    .await(epoch, LIMIT)
                    .orElseThrow(() -> new OutcomeUnknownException(
                            "no node serves in a later epoch after " + LIMIT.toSeconds() + " s"));
        } finally {
            seats.release();
        }
    }

    /** Leaves a request, which is void in any other term. */
    private void order(String path, Epoch epoch, Map<String, Object> wish) throws IOException {
        Map<String, Object> body = new HashMap<>(wish);
        body.put("epoch", epoch.number());
        Reply reply = desk.give(path, body);
        if (reply.status() != 202) {
            throw refusal(reply, epoch);
        }
    }

    private IOException refusal(Reply reply, Epoch epoch) {
        String why = RpcCallers.sentence(reply);
        boolean changed = standing.cluster()
                .active()
                .filter(now -> now.epoch().equals(epoch))
                .isEmpty();
        return switch (reply.status()) {
            case 401, 403 -> new AccessControlException(why);
            case 409 -> changed ? new PreconditionChangedException(why) : new ServiceFailedException(why);
            case 503 -> new OutcomeUnknownException(why);
            default -> new ServiceFailedException(why);
        };
    }
}
