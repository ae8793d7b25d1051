package io.understudy.ha;

import io.understudy.ha.admin.rpc.RpcCallers;
import io.understudy.ha.admin.rpc.Transitions;
import io.understudy.ha.election.CommandedElection;
import io.understudy.ha.node.Loop;
import io.understudy.ha.node.Node;
import io.understudy.ha.node.NodeStatus;
import io.understudy.ha.role.Event;
import io.understudy.ha.role.Successor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hadoop.ha.HAServiceProtocol.RequestSource;
import org.apache.hadoop.ha.HAServiceProtocol.StateChangeRequestInfo;
import org.apache.hadoop.ha.ServiceFailedException;
import org.apache.hadoop.security.AccessControlException;

/**
 * The role of a node whose ZKFC gives it. What has become of a command is read off what the node publishes. Calls come on
 * handlers' threads and wait there; everything else happens on one loop.
 */
final class CommandedRole implements Transitions {

    /** Below ZKFC's own patience, ha.failover-controller.new-active.rpc-timeout.ms. */
    private static final Duration ASCENT = Duration.ofSeconds(55);

    /** Below ha.failover-controller.graceful-fence.rpc-timeout.ms. */
    private static final Duration DESCENT = Duration.ofSeconds(4);

    private final Node node;
    private final CommandedElection election;
    private final RpcCallers callers;
    private final Loop loop;
    private final List<Watch> watches = new ArrayList<>();

    CommandedRole(Node node, CommandedElection election, RpcCallers callers, Loop loop) {
        this.node = node;
        this.election = election;
        this.callers = callers;
        this.loop = loop;
    }

    /** Looks at one status after the other until it knows how its command has ended. */
    private static final class Watch {

        private final CompletableFuture<CommandEnd> end = new CompletableFuture<>();
        private final Consumer<NodeStatus> eye;

        /** @param rule told of each status, and of where to say how the command has ended */
        Watch(Rule rule) {
            eye = status -> rule.look(status, end::complete);
        }
    }

    @FunctionalInterface
    private interface Rule {
        void look(NodeStatus status, Consumer<CommandEnd> end);
    }

    /** The node has published another status. */
    void changed() {
        loop.execute(this::look);
    }

    private void look() {
        NodeStatus status = node.status();
        List.copyOf(watches).forEach(watch -> watch.eye.accept(status));
    }

    @Override
    public void toActive(StateChangeRequestInfo request) throws IOException {
        admit(request);
        CommandEnd end = await(new Watch(new Ascent(election)::look), ASCENT);
        if (!(end instanceof CommandEnd.Arrived)) {
            election.withdraw(() -> {});
            throw new ServiceFailedException(
                    "not active: " + (end instanceof CommandEnd.Failed failed ? failed.why() : lateness()));
        }
    }

    private String lateness() {
        NodeStatus now = node.status();
        return "it is " + now.role() + " after " + ASCENT.toSeconds() + " s: " + now.reasons();
    }

    @Override
    public void toStandby(StateChangeRequestInfo request) throws IOException {
        admit(request);
        CompletableFuture<Void> withdrawn = new CompletableFuture<>();
        election.withdraw(() -> withdrawn.complete(null));
        withdrawn.join();
        CommandEnd end = await(new Watch(this::descend), DESCENT);
        if (end instanceof CommandEnd.Late && node.gate().isOpen()) {
            throw new ServiceFailedException("still active after " + DESCENT.toSeconds() + " s");
        }
    }

    private void admit(StateChangeRequestInfo request) throws IOException {
        if (request.getSource() != RequestSource.REQUEST_BY_ZKFC) {
            throw new AccessControlException(
                    "A ZKFC gives this node its role (ha.failover is zkfc), and nobody else. Use"
                            + " haadmin -failover <active> <other>.");
        }
        callers.admit();
    }

    /** Leaves office in good order: what is in flight ends first. Past its gate a node counts as a standby. */
    private void descend(NodeStatus status, Consumer<CommandEnd> end) {
        switch (status.role()) {
            case "active", "suspended", "recovering" ->
                node.post(new Event.SwitchoverRequested(status.epoch(), Successor.ANY));
            case "fencing", "stepping-down" -> {
                // On the way.
            }
            default -> end.accept(new CommandEnd.Arrived());
        }
    }

    private CommandEnd await(Watch watch, Duration limit) {
        loop.execute(() -> {
            watches.add(watch);
            watch.eye.accept(node.status());
        });
        try {
            return watch.end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CommandEnd.Late();
        } catch (ExecutionException | TimeoutException e) {
            return new CommandEnd.Late();
        } finally {
            loop.execute(() -> watches.remove(watch));
        }
    }
}
