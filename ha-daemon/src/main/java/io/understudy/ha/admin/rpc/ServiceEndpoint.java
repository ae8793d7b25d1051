package io.understudy.ha.admin.rpc;

import io.understudy.ha.admin.Standing;
import io.understudy.ha.gateway.Traffic;
import io.understudy.ha.node.NodeStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.ha.HAServiceProtocol;
import org.apache.hadoop.ha.HAServiceStatus;
import org.apache.hadoop.ha.HealthCheckFailedException;
import org.apache.hadoop.ha.ServiceFailedException;

/** HAServiceProtocol of this node. State and health are answered from memory; any thread may call. */
public final class ServiceEndpoint implements HAServiceProtocol {

    private final Standing standing;
    private final Traffic traffic;
    private final Supplier<List<String>> ailments;
    private final Transitions transitions;

    /**
     * @param ailments what is wrong with this node itself, a sentence each, as the last probe found it
     * @param transitions what the orders of this protocol do
     */
    public ServiceEndpoint(
            Standing standing, Traffic traffic, Supplier<List<String>> ailments, Transitions transitions) {
        this.standing = standing;
        this.traffic = traffic;
        this.ailments = ailments;
        this.transitions = transitions;
    }

    /** Active only while the gate is open: asked at this very moment. */
    @Override
    public HAServiceStatus getServiceStatus() {
        NodeStatus published = standing.status();
        boolean serving = standing.serves(published);
        HAServiceStatus told = new HAServiceStatus(serving ? HAServiceState.ACTIVE : idle(published));
        if (serving || (published.candidate() && !traffic.isStopping())) {
            return told.setReadyToBecomeActive();
        }
        return told.setNotReadyToBecomeActive(
                traffic.isStopping() ? "this node is stopping" : why(published).get(0));
    }

    private HAServiceState idle(NodeStatus published) {
        return switch (published.role()) {
            case "starting" -> HAServiceState.INITIALIZING;
            case "halted" -> HAServiceState.STOPPING;
            default -> traffic.isStopping() ? HAServiceState.STOPPING : HAServiceState.STANDBY;
        };
    }

    /** Whether this node could serve, or does: nothing but what is wrong here counts, never YARN. */
    @Override
    public void monitorHealth() throws HealthCheckFailedException {
        List<String> problems = new ArrayList<>(ailments.get());
        NodeStatus published = standing.status();
        if (!standing.isAlive()) {
            problems.add("the node's loop does not tick");
        } else if (traffic.isStopping()) {
            problems.add("this node is stopping");
        } else if (problems.isEmpty() && isOut(published)) {
            problems.addAll(why(published));
        }
        if (!problems.isEmpty()) {
            throw new HealthCheckFailedException(String.join("; ", problems));
        }
    }

    /** Out of the election, and not only for a switchover or a pause. */
    private static boolean isOut(NodeStatus published) {
        return switch (published.role()) {
            case "starting", "halted" -> true;
            case "sidelined" -> !published.back() && !published.candidate();
            default -> false;
        };
    }

    private static List<String> why(NodeStatus published) {
        return published.reasons().isEmpty() ? List.of("it is " + published.role()) : published.reasons();
    }

    @Override
    public void transitionToActive(StateChangeRequestInfo request) throws IOException {
        transitions.toActive(request);
    }

    @Override
    public void transitionToStandby(StateChangeRequestInfo request) throws IOException {
        transitions.toStandby(request);
    }

    @Override
    public void transitionToObserver(StateChangeRequestInfo request) throws ServiceFailedException {
        throw new ServiceFailedException("There are no observers here: a node is active or standby.");
    }
}
